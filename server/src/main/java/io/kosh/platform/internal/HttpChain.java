package io.kosh.platform.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Authenticator;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RequestContext;
import io.kosh.platform.RequestFaults;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// The way of a request from the door to its controller, as one list. Before it, [RequestFilter] gave the request its
/// id and its size limit; after it, the controller resolves the company ([Caller#company]) and opens its transaction
/// ([io.kosh.platform.Database#inCompany]).
@Component
final class HttpChain implements HandlerInterceptor {
    private static final String BEARER = "Bearer ";

    private final Authenticator authenticator;
    private final RateLimits limits;
    private final EncryptedBodies encrypted;
    private final SandboxHooks sandbox;
    private final List<Step> steps = List.of(
            this::refuseSandboxHeader,
            this::limitAddress,
            this::authenticate,
            this::authorize,
            this::limitClient,
            this::forbidCaching,
            this::protectPage,
            this::decrypt,
            this::spoil);

    HttpChain(Authenticator authenticator, RateLimits limits, EncryptedBodies encrypted, SandboxHooks sandbox) {
        this.authenticator = authenticator;
        this.limits = limits;
        this.encrypted = encrypted;
        this.sandbox = sandbox;
    }

    @FunctionalInterface
    private interface Step {
        void pass(HttpServletRequest request, HttpServletResponse response, RouteFamily route, RequestContext context);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        RouteFamily route = family(handler);
        if (route == null || request.getDispatcherType() != DispatcherType.REQUEST) {
            return true;
        }
        RequestContext context = RequestContext.current();
        for (Step step : steps) {
            step.pass(request, response, route, context);
        }
        HeldResponse held = HeldResponse.of(request);
        return held == null || !held.skipsController();
    }

    /// The family of a handler; null for what is none of ours (static files, the error page).
    static @Nullable RouteFamily family(@Nullable Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return null;
        }
        return RouteFamilies.of(method.getMethod(), method.getBeanType());
    }

    private void limitAddress(
            HttpServletRequest request, HttpServletResponse response, RouteFamily route, RequestContext context) {
        limits.address(context.address());
        if (route.value() == Envelope.OAUTH || route.value() == Envelope.MERCHANT_TOKEN) {
            limits.tokenGrants(context.address());
        }
    }

    private void authenticate(
            HttpServletRequest request, HttpServletResponse response, RouteFamily route, RequestContext context) {
        if (route.access() != Access.PUBLIC) {
            String token = bearer(request, route.value());
            context.authenticated(limits.bearer(token, () -> authenticator.authenticate(token)));
        }
    }

    private void authorize(
            HttpServletRequest request, HttpServletResponse response, RouteFamily route, RequestContext context) {
        Caller caller = context.caller();
        if (caller == null) {
            return;
        }
        if (route.access() == Access.OPERATOR && !caller.operator()) {
            throw Refusal.of(CommonError.OPERATOR_ONLY, "the route needs an operator's token");
        }
        if (route.access() == Access.COMPANY && caller.operator()) {
            throw Refusal.of(CommonError.COMPANY_ONLY, "the route needs a token that acts for a company");
        }
    }

    private void limitClient(
            HttpServletRequest request, HttpServletResponse response, RouteFamily route, RequestContext context) {
        Caller caller = context.caller();
        if (caller != null) {
            limits.client(caller.clientId());
        }
    }

    /// What follows, the sandbox's scenarios and [Idempotency] among it, sees the body as it is meant.
    private void decrypt(
            HttpServletRequest request, HttpServletResponse response, RouteFamily route, RequestContext context) {
        Caller caller = context.caller();
        if (caller != null) {
            encrypted.decrypt(request, response, caller);
        }
    }

    private void forbidCaching(
            HttpServletRequest request, HttpServletResponse response, RouteFamily route, RequestContext context) {
        response.setHeader("Cache-Control", "no-store");
    }

    private void protectPage(
            HttpServletRequest request, HttpServletResponse response, RouteFamily route, RequestContext context) {
        if (route.value() == Envelope.PAGE) {
            Pages.protect(request, response);
            request.setAttribute("sandbox", sandbox.there());
        }
    }

    private void refuseSandboxHeader(
            HttpServletRequest request, HttpServletResponse response, RouteFamily route, RequestContext context) {
        if (!sandbox.there() && request.getHeader(RequestFaults.HEADER) != null) {
            throw Refusal.of(CommonError.SANDBOX_ONLY, CommonError.SANDBOX_ONLY.meaning());
        }
    }

    /// What a scenario of the sandbox wants to go wrong.
    private void spoil(
            HttpServletRequest request, HttpServletResponse response, RouteFamily route, RequestContext context) {
        HeldResponse held = HeldResponse.of(request);
        if (held != null) {
            sandbox.spoil(request, held, context);
        }
    }

    private static String bearer(HttpServletRequest request, Envelope family) {
        String header = request.getHeader("Authorization");
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return header.substring(BEARER.length()).strip();
        }
        // Clients of the documented gateway send the token as it is.
        if (header != null && (family == Envelope.GATEWAY || family == Envelope.GATEWAY_BARE)) {
            return header.strip();
        }
        throw Refusal.of(CommonError.UNAUTHENTICATED, "send the header Authorization: Bearer <access_token>");
    }
}
