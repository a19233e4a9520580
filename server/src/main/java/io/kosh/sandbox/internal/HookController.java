package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Catchers of webhooks over HTTP.
@RestController
@SandboxOnly
@RequestMapping("/sandbox/hooks")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Sandbox", description = "Time, scenarios, catchers, logs and state to try with. Not there in live.")
final class HookController {
    private static final long LONGEST_MILLIS = 60_000;
    private static final long MOST_SHOWN = 20;

    private final Hooks hooks;
    private final Clock clock;

    HookController(Hooks hooks, Clock clock) {
        this.hooks = hooks;
        this.clock = clock;
    }

    record HookRequest(@Schema(example = "orders") @Nullable String label) {
        public HookRequest {
            Fields.optionalText("label", label, 100);
        }
    }

    /// How deliveries are answered from now on.
    record BehaviourRequest(
            @Schema(description = "200 to 599", example = "500") @Nullable
            Long status,

            @Schema(description = "how long it waits, at most 60000") @Nullable
            Long delayMillis,

            @Schema(description = "how many deliveries, before it answers 200 again; all where absent", example = "3")
            @Nullable
            Long times) {
        public BehaviourRequest {
            Fields.integer("status", status, 200, 599);
            Fields.optionalInteger("delayMillis", delayMillis, 0, LONGEST_MILLIS);
            Fields.optionalInteger("times", times, 1, 100_000);
        }

        Hook.Behaviour behaviour() {
            return new Hook.Behaviour(
                    Fields.present("status", status).intValue(),
                    Duration.ofMillis(Objects.requireNonNullElse(delayMillis, 0L)),
                    times == null ? null : times.intValue());
        }
    }

    record HookView(
            String hookId,
            @Nullable String label,

            @Schema(description = "where to send webhooks to")
            String url,

            int status,
            long delayMillis,
            @Nullable Integer times,
            Instant createdAt) {}

    record ReceivedView(
            long id,
            Instant at,
            String method,
            @Nullable String query,
            Map<String, List<String>> headers,
            @Schema(description = "the body read as UTF-8") String body,
            @Schema(description = "the body byte by byte") String bodyBase64,

            @Schema(description = "how many bytes the body had; the first 65,536 are kept")
            long size,

            @Schema(description = "the status that it was answered with")
            int answered) {
        static ReceivedView of(Hook.Received received) {
            Hook.Delivery delivery = received.delivery();
            byte[] bytes = delivery.body().bytes();
            return new ReceivedView(
                    received.id(),
                    delivery.at(),
                    delivery.method(),
                    delivery.query(),
                    delivery.headers(),
                    new String(bytes, StandardCharsets.UTF_8),
                    Base64.getEncoder().encodeToString(bytes),
                    delivery.body().size(),
                    received.answered());
        }
    }

    record Cleared(int cleared) {}

    record Caught(boolean received) {}

    private HookView view(Hook hook) {
        Hook.Behaviour behaviour = hook.behaviour();
        return new HookView(
                hook.id(),
                hook.label(),
                hooks.url(hook),
                behaviour.status(),
                behaviour.delay().toMillis(),
                behaviour.times(),
                hook.createdAt());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Make a catcher",
            description = "An address that records whatever is sent to it. It cannot be guessed and needs no token.")
    HookView add(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody HookRequest request) {
        return view(hooks.add(caller.company(companyId), request.label()));
    }

    @GetMapping
    @Operation(summary = "List catchers", description = "The company's catchers of webhooks, oldest first.")
    List<HookView> list(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        return hooks.all(caller.company(companyId)).stream().map(this::view).toList();
    }

    @PutMapping("/{hookId}/behaviour")
    @Operation(
            summary = "Tell a catcher how to answer",
            description = "With another status, late, a number of times: to see how a sender copes.")
    HookView behave(
            Caller caller,
            @PathVariable String hookId,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody BehaviourRequest request) {
        return view(hooks.behave(caller.company(companyId), hookId, request.behaviour()));
    }

    @GetMapping("/{hookId}/received")
    @Operation(
            summary = "List what was caught",
            description =
                    "Oldest first, at most 20 at once; the newest 1,000 are kept, of each body the first 65,536 bytes.")
    Page<ReceivedView> received(
            Caller caller,
            @PathVariable String hookId,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        Long most = Fields.optionalInteger("limit", limit, 1, MOST_SHOWN);
        Page.Request page = Page.Request.of(cursor, Objects.requireNonNullElse(most, MOST_SHOWN));
        return Page.of(hooks.received(caller.company(companyId), hookId, page), page, Hook.Received::id)
                .map(ReceivedView::of);
    }

    @DeleteMapping("/{hookId}/received")
    @Operation(summary = "Empty a catcher", description = "Forgets what was caught.")
    Cleared clear(
            Caller caller, @PathVariable String hookId, @RequestParam(required = false) @Nullable String companyId) {
        return new Cleared(hooks.clear(caller.company(companyId), hookId));
    }

    /// Any method: what senders send.
    @Hidden
    @RequestMapping("/{hookId}")
    @RouteFamily(value = Envelope.NATIVE, access = Access.PUBLIC)
    ResponseEntity<Caught> receive(@PathVariable String hookId, HttpServletRequest request)
            throws IOException, InterruptedException {
        CompanyKey company = hooks.owner(hookId);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, Collections.list(request.getHeaders(name)));
        }
        InputStream sent = request.getInputStream();
        byte[] first = sent.readNBytes(Hook.Body.KEPT);
        long size = first.length + sent.transferTo(OutputStream.nullOutputStream());
        Hook.Delivery delivery = new Hook.Delivery(
                clock.instant(), request.getMethod(), request.getQueryString(), headers, Hook.Body.of(first, size));
        Hook.Behaviour behaviour = hooks.receive(company, hookId, delivery);
        if (!behaviour.delay().isZero()) {
            Thread.sleep(behaviour.delay());
        }
        return ResponseEntity.status(behaviour.status()).body(new Caught(true));
    }
}
