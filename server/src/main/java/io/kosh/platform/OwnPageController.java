package io.kosh.platform;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.IdShape;
import io.kosh.kernel.Refusal;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/// What pages with forms have in common that anybody may open: they answer under their own name only, so that a page
/// elsewhere that points its name here (DNS rebinding) sees nothing; a form must come from a page of this server
/// (`Origin`) that this browser was given (a token that hangs on a cookie).
public abstract class OwnPageController {
    private static final String SEED = "kosh-browser";
    private static final String FORM_FIELD = "form_token";
    private static final IdShape SEED_SHAPE = IdShape.token(43);

    private final SecureRandom random = new SecureRandom();
    private final MasterKey.KeyedHash hash;
    private final Settings settings;
    private final String area;

    /// @param area the path under which all of these pages lie, such as `/sandbox`
    protected OwnPageController(MasterKey key, Settings settings, String area) {
        this.hash = key.keyedHash("page/form" + area);
        this.settings = settings;
        this.area = area;
    }

    /// A browser that has one of these pages.
    ///
    /// @param formToken what its forms have to send as `form_token`
    public record Visitor(String formToken) {
        @Override
        public String toString() {
            return "a visitor";
        }
    }

    /// Who asks for a page.
    protected final Visitor visitor(HttpServletRequest request, HttpServletResponse response) {
        if (!OwnAddress.isNamed(request.getServerName(), settings)) {
            throw Refusal.of(CommonError.PAGE_ELSEWHERE, CommonError.PAGE_ELSEWHERE.meaning());
        }
        String kept = cookie(request, SEED);
        String seed = kept != null && kept.matches("[A-Za-z0-9]{43}") ? kept : SEED_SHAPE.mint(random);
        if (!seed.equals(kept)) {
            keep(response, SEED, seed);
        }
        // With no-referrer a browser sends no Origin with the page's own forms.
        response.setHeader("Referrer-Policy", "same-origin");
        return new Visitor(Base64.getUrlEncoder().withoutPadding().encodeToString(hash.of(seed)));
    }

    /// Who sends a form.
    protected final Visitor sender(HttpServletRequest request, HttpServletResponse response) {
        return sender(request, response, request.getParameter(FORM_FIELD));
    }

    /// Who sends a form with a file, whose fields the container does not read.
    ///
    /// @param sent the form's token
    protected final Visitor sender(HttpServletRequest request, HttpServletResponse response, @Nullable String sent) {
        Visitor visitor = visitor(request, response);
        byte[] expected = visitor.formToken().getBytes(StandardCharsets.UTF_8);
        if (!OwnAddress.sent(request.getHeader("Origin"), request.getHeader("Host"), settings)
                || sent == null
                || !MessageDigest.isEqual(expected, sent.getBytes(StandardCharsets.UTF_8))) {
            throw Refusal.of(CommonError.FORM_STALE, CommonError.FORM_STALE.meaning());
        }
        return visitor;
    }

    /// Has the browser keep something for these pages.
    protected final void keep(HttpServletResponse response, String name, String value) {
        response.addHeader("Set-Cookie", kept(name, value).build().toString());
    }

    protected final void forget(HttpServletResponse response, String name) {
        response.addHeader("Set-Cookie", kept(name, "").maxAge(0).build().toString());
    }

    private ResponseCookie.ResponseCookieBuilder kept(String name, String value) {
        return ResponseCookie.from(name, value)
                .path(area)
                .httpOnly(true)
                .sameSite("Lax")
                .secure("https".equals(settings.baseUrl().getScheme()));
    }

    protected static @Nullable String cookie(HttpServletRequest request, String name) {
        if (request.getCookies() != null) {
            for (Cookie cookie : request.getCookies()) {
                if (cookie.getName().equals(name)) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }
}
