package io.kosh.platform.internal;

import io.kosh.platform.RequestContext;
import io.kosh.platform.Settings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// The outermost step: gives the request its id, its context and a body that ends at the size limit, and writes the
/// one line of the request log. What follows is listed in [HttpChain].
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestFilter extends OncePerRequestFilter {
    static final String REQUEST_ID_HEADER = "X-Request-Id";
    private static final Logger LOG = LoggerFactory.getLogger("io.kosh.requests");
    private static final Pattern ACCEPTABLE_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    private final Settings settings;
    private final RequestMeters meters;
    private final SandboxHooks sandbox;
    private final SecretPaths paths;

    RequestFilter(Settings settings, RequestMeters meters, SandboxHooks sandbox, SecretPaths paths) {
        this.settings = settings;
        this.meters = meters;
        this.sandbox = sandbox;
        this.paths = paths;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RequestContext context = new RequestContext(id(request.getHeader(REQUEST_ID_HEADER)), address(request));
        response.setHeader(REQUEST_ID_HEADER, context.requestId());
        response.setHeader("X-Content-Type-Options", "nosniff");
        long started = System.nanoTime();
        BoundedRequest bounded = new BoundedRequest(request, settings.http().maxBodyBytes());
        HeldResponse held = sandbox.begin(bounded, response);
        try {
            ScopedValue.where(RequestContext.key(), context).call(() -> {
                chain.doFilter(bounded, held == null ? response : held);
                return null;
            });
            if (held != null) {
                held.release(request);
            }
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        } finally {
            long nanos = System.nanoTime() - started;
            meters.answered(request, response.getStatus(), nanos);
            log(context, request, response, nanos);
            if (held != null) {
                sandbox.ended(bounded, held, context, nanos);
            }
        }
    }

    private static String id(@Nullable String offered) {
        return offered != null && ACCEPTABLE_ID.matcher(offered).matches() ? offered : RequestContext.newRequestId();
    }

    private String address(HttpServletRequest request) {
        String peer = request.getRemoteAddr();
        String forwarded = request.getHeader("X-Forwarded-For");
        if (forwarded == null || !settings.trustedProxies().contains(peer)) {
            return peer;
        }
        return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }

    private void log(RequestContext context, HttpServletRequest request, HttpServletResponse response, long nanos) {
        LoggingEventBuilder line = LOG.atLevel(level(request, response.getStatus()));
        var caller = context.caller();
        if (caller != null) {
            line = line.addKeyValue("client", caller.clientId());
        }
        if (!context.notes().isEmpty()) {
            line = line.addKeyValue("compatNotes", String.join("; ", context.notes()));
        }
        String path = paths.shown(request.getRequestURI());
        line.addKeyValue("requestId", context.requestId())
                .addKeyValue("method", request.getMethod())
                .addKeyValue("path", path)
                .addKeyValue("status", response.getStatus())
                .addKeyValue("address", context.address())
                .addKeyValue("micros", nanos / 1_000)
                .log("{} {} was answered {}", request.getMethod(), path, response.getStatus());
    }

    /// 503 tells the client to come again, and is what a probe asks for; any other of ours is a fault.
    private static Level level(HttpServletRequest request, int status) {
        if (status < 500 || request.getRequestURI().startsWith("/actuator/")) {
            return Level.INFO;
        }
        return status == 503 ? Level.WARN : Level.ERROR;
    }
}
