package io.kosh.platform.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Browser;
import io.kosh.platform.CorsRules;
import io.kosh.platform.OwnAddress;
import io.kosh.platform.RequestContext;
import io.kosh.platform.Settings;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// What pages of others may do with answers. A preflight is answered here; a call itself may be read by the page only
/// where its controller held it to the right origins, so that a route that forgets to is closed. A failure may be read
/// by every page that may call at all, unless it is that very refusal: it shows nothing of anybody.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
final class CrossOrigins implements Filter, Browser {
    private static final String HELD = CrossOrigins.class.getName();
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String POLICY = "Content-Security-Policy";
    private static final String METHODS = "GET, POST, PATCH";
    private static final String HEADERS = "Content-Type, Accept, X-Request-Id";
    private static final String MAX_AGE_SECONDS = "600";

    /// What may stand in a header: nothing that could end it, or a directive of a policy.
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.\\[\\]:-]+");

    private final ObjectProvider<CorsRules> rules;
    private final RateLimits limits;
    private final Settings settings;
    private volatile @Nullable List<CorsRules> known;

    CrossOrigins(ObjectProvider<CorsRules> rules, RateLimits limits, Settings settings) {
        this.rules = rules;
        this.limits = limits;
        this.settings = settings;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest asked
                && response instanceof HttpServletResponse answer
                && concerns(asked.getRequestURI())) {
            answer.addHeader("Vary", "Origin");
            String origin = others(asked);
            if (asked.getMethod().equals("OPTIONS")
                    && origin != null
                    && asked.getHeader("Access-Control-Request-Method") != null) {
                preflight(answer, origin);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private void preflight(HttpServletResponse answer, String origin) {
        try {
            limits.address(RequestContext.current().address());
        } catch (Refusal refused) {
            answer.setStatus(refused.code().kind().status());
            return;
        }
        if (!knows(origin)) {
            answer.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        answer.setHeader(ALLOW_ORIGIN, origin);
        answer.setHeader("Access-Control-Allow-Methods", METHODS);
        answer.setHeader("Access-Control-Allow-Headers", HEADERS);
        answer.setHeader("Access-Control-Max-Age", MAX_AGE_SECONDS);
        answer.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /// Lets a page read why its call failed.
    void letReadFailure(HttpServletRequest request, HttpServletResponse response) {
        String origin = others(request);
        if (origin != null
                && request.getAttribute(HELD) == null
                && concerns(request.getRequestURI())
                && knows(origin)) {
            response.setHeader(ALLOW_ORIGIN, origin);
        }
    }

    @Override
    public void holdTo(Set<String> origins) {
        ServletRequestAttributes exchange = exchange();
        HttpServletRequest request = exchange.getRequest();
        String origin = others(request);
        if (origin == null) {
            return;
        }
        request.setAttribute(HELD, true);
        if (!origins.contains(origin)) {
            throw Refusal.of(CommonError.ORIGIN_FORBIDDEN, "the merchant does not list the origin of this page");
        }
        answer(exchange).setHeader(ALLOW_ORIGIN, origin);
    }

    @Override
    public void letFrame(Set<String> origins) {
        if (!origins.isEmpty()) {
            direct("frame-ancestors 'none'", "frame-ancestors " + listed(origins));
        }
    }

    @Override
    public void letSendForms(Set<String> origins) {
        if (!origins.isEmpty()) {
            direct("form-action 'self'", "form-action 'self' " + listed(origins));
        }
    }

    private static void direct(String usual, String instead) {
        HttpServletResponse response = answer(exchange());
        String policy = response.getHeader(POLICY);
        if (policy == null || !policy.contains(usual)) {
            throw new IllegalStateException("the answer has no policy that says " + usual);
        }
        response.setHeader(POLICY, policy.replace(usual, instead));
    }

    private static String listed(Set<String> origins) {
        return origins.stream()
                .peek(origin -> {
                    if (!ORIGIN.matcher(origin).matches()) {
                        throw new IllegalArgumentException("no origin: " + origin);
                    }
                })
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static ServletRequestAttributes exchange() {
        return (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
    }

    private static HttpServletResponse answer(ServletRequestAttributes exchange) {
        HttpServletResponse response = exchange.getResponse();
        if (response == null) {
            throw new IllegalStateException("the request under way has no answer");
        }
        return response;
    }

    /// The origin of somebody else's page; null where a server, or a page of ours, asks.
    private @Nullable String others(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        boolean ours = OwnAddress.isNamed(request.getServerName(), settings)
                && OwnAddress.sent(origin, request.getHeader("Host"), settings);
        return ours ? null : origin;
    }

    private boolean concerns(String path) {
        return rules().stream().anyMatch(rule -> rule.concerns(path));
    }

    private boolean knows(String origin) {
        return rules().stream().anyMatch(rule -> rule.knows(origin));
    }

    /// Looked up late, and once: the filter is made before there are contexts.
    private List<CorsRules> rules() {
        List<CorsRules> found = known;
        if (found == null) {
            found = rules.stream().toList();
            known = found;
        }
        return found;
    }
}
