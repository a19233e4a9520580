package io.kosh.cards.internal;

import io.kosh.cards.internal.CardTerms.Shown;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Hidden;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/// The page on which a holder reads the terms of a card and accepts them.
@Controller
@Hidden
@RequestMapping(TermsLinks.PATH + "{token}")
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class TermsPageController {
    private final CardTerms terms;

    TermsPageController(CardTerms terms) {
        this.terms = terms;
    }

    @GetMapping
    ModelAndView read(@PathVariable String token) {
        return page(terms.show(token));
    }

    @PostMapping
    ModelAndView accept(@PathVariable String token) {
        return page(terms.acceptBy(token));
    }

    private static ModelAndView page(@Nullable Shown shown) {
        if (shown == null) {
            return HolderPageController.ended();
        }
        ModelAndView page = new ModelAndView("card-terms");
        page.addObject("bare", true);
        page.addObject("maskedNumber", shown.card().maskedNumber());
        page.addObject("version", shown.version());
        page.addObject("text", shown.text());
        page.addObject("accepted", shown.accepted());
        return page;
    }
}
