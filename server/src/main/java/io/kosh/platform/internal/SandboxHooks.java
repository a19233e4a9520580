package io.kosh.platform.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.Profile;
import io.kosh.platform.RequestContext;
import io.kosh.platform.RequestFaults;
import io.kosh.platform.RequestFaults.Fault;
import io.kosh.platform.RequestWatch;
import io.kosh.platform.RequestWatch.Exchange;
import io.kosh.platform.RequestWatch.Side;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.SecretInput;
import io.kosh.platform.Settings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.WebUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where the sandbox reaches into the way of a request: it may spoil one, and it sees what became of each. In live
/// there is nobody behind it.
@Component
final class SandboxHooks implements SmartInitializingSingleton {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final boolean there;
    private final ObjectProvider<RequestFaults> allFaults;
    private final ObjectProvider<RequestWatch> watches;
    private final JsonMapper json;
    private final SecretPaths paths;
    private volatile @Nullable RequestFaults faults;
    private volatile @Nullable RequestWatch watch;

    SandboxHooks(
            Settings settings,
            ObjectProvider<RequestFaults> allFaults,
            ObjectProvider<RequestWatch> watches,
            JsonMapper json,
            SecretPaths paths) {
        this.there = settings.profile() == Profile.SANDBOX;
        this.allFaults = allFaults;
        this.watches = watches;
        this.json = json;
        this.paths = paths;
    }

    /// Looked up late: the filter that asks here is made before the database is there.
    @Override
    public void afterSingletonsInstantiated() {
        faults = allFaults.getIfAvailable();
        watch = watches.getIfAvailable();
    }

    /// Whether this is a sandbox.
    boolean there() {
        return there;
    }

    /// The answer to a request that begins, null in live.
    @Nullable
    HeldResponse begin(BoundedRequest request, HttpServletResponse response) {
        if (!there) {
            return null;
        }
        RequestWatch by = watch;
        boolean captured = by != null && by.wants(request.getRequestURI());
        if (captured) {
            request.keepFirst(RequestWatch.KEPT);
        }
        return new HeldResponse(request, response, captured ? RequestWatch.KEPT : -1);
    }

    /// Lets a fault that waits for this request happen.
    void spoil(HttpServletRequest request, HeldResponse held, RequestContext context) {
        RequestFaults from = faults;
        String asked = request.getHeader(RequestFaults.HEADER);
        if (from == null || (asked == null && !from.active())) {
            return;
        }
        Fault fault = from.choose(new Matched(request, asked, companies(context.caller())));
        if (fault == null) {
            return;
        }
        held.spoil(fault);
        switch (fault) {
            case Fault.Fails _ -> throw new InjectedFailure();
            case Fault.TurnsAway away ->
                throw Refusal.retryAfter(
                        away.tooMany() ? CommonError.RATE_LIMITED : CommonError.SANDBOX_FAULT,
                        "the scenario " + away.name() + " turned the request away",
                        away.retryAfter());
            case Fault.Late _, Fault.LosesAnswer _, Fault.TimesOut _ -> {}
        }
    }

    private static List<CompanyRef> companies(@Nullable Caller caller) {
        return caller == null ? List.of() : caller.companies();
    }

    /// Nothing is wrong: a scenario asked for it.
    static final class InjectedFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InjectedFailure() {
            super("a scenario of the sandbox made the request fail", null, false, false);
        }
    }

    /// Hands on what was captured. What a page showed and took stays with who opened it, and what was sent to a route
    /// of secrets with who sent it.
    void ended(BoundedRequest request, HeldResponse held, RequestContext context, long nanos) {
        RequestWatch by = watch;
        if (by == null || !held.captured()) {
            return;
        }
        Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        Map<String, List<String>> sent = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            sent.put(name, Collections.list(request.getHeaders(name)));
        }
        Map<String, List<String>> answered = new LinkedHashMap<>();
        for (String name : held.getHeaderNames()) {
            answered.put(name, List.copyOf(held.getHeaders(name)));
        }
        Fault fault = held.fault();
        Object handler = request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE);
        RouteFamily family = HttpChain.family(handler);
        boolean secret = handler instanceof HandlerMethod method && method.hasMethodAnnotation(SecretInput.class);
        boolean page = family != null && family.value() == Envelope.PAGE;
        by.ended(new Exchange(
                context,
                request.getMethod(),
                paths.shown(request.getRequestURI()),
                secret ? null : request.getQueryString(),
                route == null ? null : route.toString(),
                new Side(sent, page || secret ? NOTHING : request.kept(), request.seen()),
                held.getStatus(),
                new Side(answered, page ? NOTHING : held.kept(), held.written()),
                Duration.ofNanos(nanos),
                fault == null ? null : fault.name()));
    }

    /// A request as the sandbox matches it; its body is read ahead only where a scenario asks for a field.
    private final class Matched implements RequestFaults.Call {
        private final HttpServletRequest request;
        private final @Nullable String asked;
        private final List<CompanyRef> companies;
        private @Nullable JsonNode body;

        Matched(HttpServletRequest request, @Nullable String asked, List<CompanyRef> companies) {
            this.request = request;
            this.asked = asked;
            this.companies = companies;
        }

        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public String path() {
            return request.getRequestURI();
        }

        @Override
        public @Nullable String asked() {
            return asked;
        }

        @Override
        public List<CompanyRef> companies() {
            return companies;
        }

        @Override
        public @Nullable String field(String name) {
            String parameter = request.getParameter(name);
            if (parameter != null) {
                return parameter;
            }
            JsonNode found = body().path(name);
            return found.isValueNode() ? found.asString() : null;
        }

        private JsonNode body() {
            if (body == null) {
                body = read();
            }
            return body;
        }

        private JsonNode read() {
            BoundedRequest bounded = WebUtils.getNativeRequest(request, BoundedRequest.class);
            if (bounded == null) {
                return json.createObjectNode();
            }
            try {
                byte[] whole = bounded.readAhead();
                return whole.length == 0 ? json.createObjectNode() : json.readTree(whole);
            } catch (JacksonException _) {
                // The controller says what is wrong with it.
                return json.createObjectNode();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
