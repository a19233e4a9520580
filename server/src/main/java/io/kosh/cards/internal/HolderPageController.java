package io.kosh.cards.internal;

import io.kosh.cards.HolderSessions;
import io.kosh.cards.HolderSessions.Kind;
import io.kosh.cards.HolderSessions.SignedIn;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Secret;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Where a sign-in link leads, and the way out again.
@Controller
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class HolderPageController {
    private static final int LONGEST_PARTNER = 32;

    private final PostgresHolderSessions sessions;
    private final boolean secure;

    HolderPageController(PostgresHolderSessions sessions, Settings settings) {
        this.sessions = sessions;
        this.secure = "https".equals(settings.baseUrl().getScheme());
    }

    @GetMapping("/sso/{token}/employee_rewards/{partner}")
    @Nullable
    ModelAndView rewards(
            @PathVariable String token,
            @PathVariable String partner,
            HttpServletRequest request,
            HttpServletResponse response) {
        return signIn(new Secret<>(token), Kind.EMPLOYEE_REWARDS, partner, request, response);
    }

    @GetMapping("/sso/{token}/reward_account/{partner}")
    @Nullable
    ModelAndView rewardAccount(
            @PathVariable String token,
            @PathVariable String partner,
            HttpServletRequest request,
            HttpServletResponse response) {
        return signIn(new Secret<>(token), Kind.REWARD_ACCOUNT, partner, request, response);
    }

    private @Nullable ModelAndView signIn(
            Secret<String> token, Kind kind, String partner, HttpServletRequest request, HttpServletResponse response) {
        if (looksAhead(request)) {
            response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
            return null;
        }
        Secret<String> cookie = sessions.open(token, kind, Fields.identifier("partner", partner, LONGEST_PARTNER));
        if (cookie == null) {
            return ended();
        }
        response.addHeader("Set-Cookie", cookie(cookie.value()).build().toString());
        return new ModelAndView("redirect:" + (kind == Kind.EMPLOYEE_REWARDS ? "/rewards" : "/reward-account"));
    }

    /// A program that only looks whether there is something behind the link, or a browser that fetches pages before
    /// anybody wants them, uses nothing up.
    private static boolean looksAhead(HttpServletRequest request) {
        String purpose = request.getHeader("Sec-Purpose");
        return request.getMethod().equals("HEAD")
                || (purpose != null && purpose.toLowerCase(Locale.ROOT).contains("prefetch"));
    }

    /// What a link shows that opens nothing any more.
    static ModelAndView ended() {
        ModelAndView page = new ModelAndView("link-ended");
        page.setStatus(HttpStatus.GONE);
        page.addObject("bare", true);
        return page;
    }

    @PostMapping("/holder/sign-out")
    ModelAndView signOut(
            @CookieValue(name = HolderSessions.COOKIE, required = false) @Nullable String cookie,
            @RequestParam(name = HolderSessions.FORM_FIELD, required = false) @Nullable String formToken,
            HttpServletResponse response) {
        SignedIn signedIn = sessions.find(cookie);
        if (signedIn == null || signedIn.gave(formToken)) {
            sessions.end(cookie);
            response.addHeader(
                    "Set-Cookie", cookie("").maxAge(Duration.ZERO).build().toString());
        }
        return new ModelAndView("redirect:/holder/signed-out");
    }

    @GetMapping("/holder/signed-out")
    ModelAndView signedOut(@CookieValue(name = HolderSessions.COOKIE, required = false) @Nullable String cookie) {
        ModelAndView page = new ModelAndView("signed-out");
        page.addObject("bare", true);
        page.addObject("still", sessions.find(cookie) != null);
        return page;
    }

    /// Lax, because a strict one is not sent along where another site's link begins the visit.
    private ResponseCookie.ResponseCookieBuilder cookie(String value) {
        return ResponseCookie.from(HolderSessions.COOKIE, value)
                .path("/")
                .httpOnly(true)
                .sameSite("Lax")
                .secure(secure);
    }
}
