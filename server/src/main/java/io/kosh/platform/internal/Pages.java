package io.kosh.platform.internal;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/// What every page for people has in common: its headers, its language and what a failure looks like.
@Configuration(proxyBeanMethods = false)
class Pages {
    private static final int NONCE_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<String> PROGRAM_AREAS = List.of("/api/", "/oauth/", "/v3/", "/actuator/");

    @Bean
    LocaleResolver localeResolver() {
        return new ChosenLanguage();
    }

    /// Nothing from elsewhere is loaded, nothing is framed, and only scripts with this answer's nonce run.
    static void protect(HttpServletRequest request, HttpServletResponse response) {
        byte[] bytes = new byte[NONCE_BYTES];
        RANDOM.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        request.setAttribute("nonce", nonce);
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'self'; img-src 'self' data:;"
                        + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        Locale asked = ChosenLanguage.asked(request);
        if (asked != null) {
            response.addHeader(
                    "Set-Cookie", "lang=" + asked.getLanguage() + "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
        }
        response.setHeader("Vary", "Accept-Language, Cookie");
    }

    /// Whether somebody looks at this path with a browser, rather than a program calling a route.
    static boolean isForPeople(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        String path = request.getRequestURI();
        return accept != null
                && accept.contains("text/html")
                && PROGRAM_AREAS.stream().noneMatch(path::startsWith);
    }

    static ModelAndView failure(HttpStatus status, String code, String message, String requestId) {
        ModelAndView page = new ModelAndView("failure");
        page.setStatus(status);
        page.addObject("status", status.value());
        page.addObject("code", code);
        page.addObject("message", message);
        page.addObject("requestId", requestId);
        return page;
    }

    /// English or Hindi: as asked by `?lang=`, as chosen before, or as the browser says.
    private static final class ChosenLanguage extends AcceptHeaderLocaleResolver {
        private static final String NAME = "lang";
        private static final List<Locale> SPOKEN = List.of(Locale.ENGLISH, Locale.forLanguageTag("hi"));

        ChosenLanguage() {
            setSupportedLocales(SPOKEN);
            setDefaultLocale(Locale.ENGLISH);
        }

        @Override
        public Locale resolveLocale(HttpServletRequest request) {
            Locale asked = asked(request);
            if (asked != null) {
                return asked;
            }
            Locale chosen = spoken(cookie(request));
            return chosen != null ? chosen : super.resolveLocale(request);
        }

        static @Nullable Locale asked(HttpServletRequest request) {
            return spoken(request.getQueryString() == null ? null : request.getParameter(NAME));
        }

        private static @Nullable Locale spoken(@Nullable String language) {
            return SPOKEN.stream()
                    .filter(locale -> locale.getLanguage().equals(language))
                    .findFirst()
                    .orElse(null);
        }

        private static @Nullable String cookie(HttpServletRequest request) {
            if (request.getCookies() != null) {
                for (Cookie cookie : request.getCookies()) {
                    if (cookie.getName().equals(NAME)) {
                        return cookie.getValue();
                    }
                }
            }
            return null;
        }
    }
}
