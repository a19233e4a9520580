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

/// Lets an answer be encrypted where [EncryptedBodies] opened the request, which is known only once a route is.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class EncryptionFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse to) {
            EncryptedAnswer answer = new EncryptedAnswer(to);
            chain.doFilter(request, answer);
            answer.finish(http);
        } else {
            chain.doFilter(request, response);
        }
    }
}
