package io.kosh.cards.internal;

import io.kosh.cards.internal.CardViews.Shown;
import io.kosh.kernel.Secret;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/// The page that shows what is printed on a card, once and for a minute. Loading it shows nothing yet, because programs
/// that preview links load them, too: the holder presses a button.
@Controller
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class CardPageController {
    static final String PATH = "/cards/view/";
    static final Duration STAYS = Duration.ofSeconds(60);
    private static final DateTimeFormatter EXPIRY = DateTimeFormatter.ofPattern("MM/yy", Locale.ROOT);

    private final CardViews views;

    CardPageController(CardViews views) {
        this.views = views;
    }

    @GetMapping(CardPageController.PATH + "{token}")
    ModelAndView ask(@PathVariable String token) {
        Card card = views.look(new Secret<>(token));
        if (card == null) {
            return HolderPageController.ended();
        }
        ModelAndView page = new ModelAndView("card-view");
        page.addObject("bare", true);
        page.addObject("maskedNumber", card.maskedNumber());
        page.addObject("seconds", STAYS.toSeconds());
        return page;
    }

    @PostMapping(CardPageController.PATH + "{token}")
    ModelAndView show(@PathVariable String token, HttpServletResponse response) {
        Shown shown = views.show(new Secret<>(token));
        if (shown == null) {
            return HolderPageController.ended();
        }
        // Takes it away where JavaScript is off, too. No link is called so: the page says that it has ended, and the
        // header does not repeat the token.
        response.setHeader("Refresh", STAYS.toSeconds() + ";url=" + PATH + "over");
        ModelAndView page = new ModelAndView("card-shown");
        page.addObject("bare", true);
        page.addObject("fleeting", true);
        page.addObject("seconds", STAYS.toSeconds());
        page.addObject("maskedNumber", shown.card().maskedNumber());
        page.addObject("name", shown.card().holder().firstName());
        page.addObject("expiry", shown.expiry().format(EXPIRY));
        Secret<String> number = shown.number();
        page.addObject("number", number == null ? null : number.value());
        page.addObject("grouped", number == null ? null : number.value().replaceAll("(.{4})(?=.)", "$1 "));
        Secret<String> code = shown.code();
        page.addObject("code", code == null ? null : code.value());
        return page;
    }
}
