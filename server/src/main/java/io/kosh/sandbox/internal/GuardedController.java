package io.kosh.sandbox.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Moment;
import io.kosh.platform.OwnAddress;
import io.kosh.platform.RequestContext;
import io.kosh.platform.Settings;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.ui.Model;

/// What the sandbox's pages have in common: they answer under their own name only, so that a page elsewhere that
/// points its name here (DNS rebinding) sees nothing; a form must come from a page of this server (`Origin`) that this
/// browser was given (a token that hangs on a cookie).
abstract class GuardedController {
    static final String COMPANY_PAGE = "redirect:/sandbox/page/company";

    private static final String SEED = "kosh-browser";
    private static final String COMPANY = "kosh-company";

    private final Visits visits;
    private final Clocks clocks;
    private final Settings settings;

    GuardedController(Visits visits, Clocks clocks, Settings settings) {
        this.visits = visits;
        this.clocks = clocks;
        this.settings = settings;
    }

    /// Who asks for a page.
    Visit visit(HttpServletRequest request, HttpServletResponse response) {
        if (!OwnAddress.isNamed(request.getServerName(), settings)) {
            throw Refusal.of(SandboxError.PAGE_ELSEWHERE, SandboxError.PAGE_ELSEWHERE.meaning());
        }
        String seed = cookie(request, SEED);
        Visit visit = visits.visit(seed, cookie(request, COMPANY));
        if (!visit.seed().equals(seed)) {
            keep(response, SEED, visit.seed());
        }
        // With no-referrer a browser sends no Origin with the page's own forms.
        response.setHeader("Referrer-Policy", "same-origin");
        return visit;
    }

    /// Who sends a form.
    Visit form(HttpServletRequest request, HttpServletResponse response) {
        Visit visit = visit(request, response);
        if (!OwnAddress.sent(request.getHeader("Origin"), request.getHeader("Host"), settings)) {
            throw Refusal.of(SandboxError.FORM_STALE, SandboxError.FORM_STALE.meaning());
        }
        visits.checkForm(visit, request.getParameter("form_token"));
        if (visit.company() != null) {
            RequestContext.current().about(visit.known());
        }
        return visit;
    }

    /// A stream is opened by a page of ours; browsers say so.
    Visit listener(HttpServletRequest request, HttpServletResponse response) {
        String from = request.getHeader("Sec-Fetch-Site");
        if (from != null && !from.equals("same-origin")) {
            throw Refusal.of(SandboxError.PAGE_ELSEWHERE, SandboxError.PAGE_ELSEWHERE.meaning());
        }
        return visit(request, response);
    }

    void keepCompany(HttpServletResponse response, String sealed) {
        keep(response, COMPANY, sealed);
    }

    void forgetCompany(HttpServletResponse response) {
        response.addHeader("Set-Cookie", cookie(COMPANY, "").maxAge(0).build().toString());
    }

    private void keep(HttpServletResponse response, String name, String value) {
        response.addHeader("Set-Cookie", cookie(name, value).build().toString());
    }

    private ResponseCookie.ResponseCookieBuilder cookie(String name, String value) {
        return ResponseCookie.from(name, value)
                .path("/sandbox")
                .httpOnly(true)
                .sameSite("Lax")
                .secure("https".equals(settings.baseUrl().getScheme()));
    }

    private static @Nullable String cookie(HttpServletRequest request, String name) {
        if (request.getCookies() != null) {
            for (Cookie cookie : request.getCookies()) {
                if (cookie.getName().equals(name)) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }

    /// What the frame of every view shows.
    String view(String name, String tab, Visit visit, Model model) {
        var time = clocks.show(visit.known());
        model.addAttribute("here", "sandbox");
        model.addAttribute("tab", tab);
        model.addAttribute("visit", visit);
        model.addAttribute("frozen", time.state().frozen());
        model.addAttribute("now", Moment.of(time.now()));
        return name;
    }

    /// A view that says what was wrong with a form.
    static void refused(Refusal refusal, HttpServletResponse response, Model model) {
        response.setStatus(refusal.code().kind().status());
        model.addAttribute("problem", refusal.detail());
        model.addAttribute("problemField", refusal.field());
    }

    /// A field of a form, null where it was left empty.
    static @Nullable String text(Map<String, String> given, String name) {
        String value = given.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /// A field of a form that takes a whole number.
    static @Nullable Long number(Map<String, String> given, String name) {
        String value = text(given, name);
        if (value == null) {
            return null;
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException _) {
            throw Fields.invalid(name, "must be a whole number");
        }
    }
}
