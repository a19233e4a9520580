package io.kosh.platform.internal;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.util.ContentCachingResponseWrapper;

/// Holds the answer of a POST with an `Idempotency-Key` back until it is kept; any other request passes untouched.
/// Stands within [EncryptionFilter], so that what is kept is what a plain call would have been answered.
/// Whether the route keeps answers at all is seen by [IdempotentRoutes], once it is known who calls.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class IdempotencyFilter implements Filter {
    private static final String EXCHANGE = IdempotencyFilter.class.getName();

    private final Idempotency idempotency;

    IdempotencyFilter(Idempotency idempotency) {
        this.idempotency = idempotency;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http
                && response instanceof HttpServletResponse answer
                && http.getHeader(Idempotency.HEADER) != null
                && http.getMethod().equals("POST")) {
            holdBack(new RereadRequest(http), new ContentCachingResponseWrapper(answer), chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void holdBack(RereadRequest request, ContentCachingResponseWrapper response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        if (request.getAttribute(EXCHANGE) instanceof Idempotency.Exchange exchange) {
            idempotency.end(exchange);
        }
        response.copyBodyToResponse();
    }

    /// From here on the call's answer is to be kept.
    static void begin(HttpServletRequest request, Idempotency.Exchange exchange) {
        request.setAttribute(EXCHANGE, exchange);
    }
}
