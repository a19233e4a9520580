package io.kosh.loyalty.internal.shop;

import io.kosh.cards.HolderSessions;
import io.kosh.cards.HolderSessions.Kind;
import io.kosh.cards.HolderSessions.SignedIn;
import io.kosh.kernel.ErrorCode;
import io.kosh.kernel.Refusal;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.WebUtils;

/// What the pages have in common on which holders spend their points: somebody is signed in for just that, and a form
/// comes from a page of this server that the same session was given.
abstract class ShopPageController {
    static final String SHOP = "/rewards";

    private static final int LAST_PAGE = 9_999;

    /// Faults of what a form asks for, which its page tells beside it.
    private static final Set<ErrorCode.Kind> TOLD = Set.of(
            ErrorCode.Kind.INVALID,
            ErrorCode.Kind.RULE,
            ErrorCode.Kind.DECLINED,
            ErrorCode.Kind.CONFLICT,
            ErrorCode.Kind.NOT_FOUND);

    private final ShopVisits visits;

    ShopPageController(ShopVisits visits) {
        this.visits = visits;
    }

    /// Why something else is shown than was asked for.
    enum Why {
        ENDED(HttpStatus.UNAUTHORIZED),
        REWARDS(HttpStatus.FORBIDDEN),
        STALE(HttpStatus.FORBIDDEN),
        MISSING(HttpStatus.NOT_FOUND);

        private final HttpStatus status;

        Why(HttpStatus status) {
            this.status = status;
        }
    }

    /// Shows something else.
    static final class Instead extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Why why;

        Instead(Why why) {
            super(why.name(), null, false, false);
            this.why = why;
        }
    }

    @ExceptionHandler
    ModelAndView shown(Instead instead) {
        ModelAndView page = new ModelAndView("holder-instead");
        page.setStatus(instead.why.status);
        page.addObject("bare", true);
        page.addObject("why", instead.why.name().toLowerCase(Locale.ROOT));
        page.addObject("back", instead.why == Why.STALE || instead.why == Why.MISSING ? SHOP : null);
        return page;
    }

    /// Whose page it is.
    SignedIn holder(HttpServletRequest request, HttpServletResponse response) {
        // With no-referrer a browser sends no Origin with the page's own forms.
        response.setHeader("Referrer-Policy", "same-origin");
        Cookie cookie = WebUtils.getCookie(request, HolderSessions.COOKIE);
        SignedIn signedIn = visits.find(cookie == null ? null : cookie.getValue());
        if (signedIn == null) {
            throw new Instead(Why.ENDED);
        }
        if (signedIn.kind() != Kind.EMPLOYEE_REWARDS) {
            throw new Instead(Why.REWARDS);
        }
        return signedIn;
    }

    /// Who sends a form.
    SignedIn form(HttpServletRequest request, HttpServletResponse response) {
        SignedIn signedIn = holder(request, response);
        String token = request.getParameter(HolderSessions.FORM_FIELD);
        if (!visits.sent(signedIn, token, request.getHeader("Origin"), request.getHeader("Host"))) {
            throw new Instead(Why.STALE);
        }
        return signedIn;
    }

    /// Whether somebody really looks, rather than a browser that fetches pages before anybody wants them.
    static boolean looks(HttpServletRequest request) {
        String purpose = request.getHeader("Sec-Purpose");
        return request.getMethod().equals("GET")
                && (purpose == null || !purpose.toLowerCase(Locale.ROOT).contains("prefetch"));
    }

    /// A view in the frame that all of them share.
    ///
    /// @return who looks at it, with what they have now
    ShopVisit frame(String tab, SignedIn signedIn, Model model) {
        ShopVisit visit = visits.of(signedIn);
        model.addAttribute("bare", true);
        model.addAttribute("tab", tab);
        model.addAttribute("visit", visit);
        return visit;
    }

    /// A view that says what was wrong with a form.
    static void refused(Refusal refusal, HttpServletResponse response, Model model) {
        if (!TOLD.contains(refusal.code().kind())) {
            throw refusal;
        }
        response.setStatus(refusal.code().kind().status());
        model.addAttribute("problem", refusal.code().name());
    }

    /// Which page of a list, 1 where nothing sensible was asked for.
    static int page(String asked) {
        return asked.matches("[1-9][0-9]{0,3}") ? Math.min(Integer.parseInt(asked), LAST_PAGE) : 1;
    }
}
