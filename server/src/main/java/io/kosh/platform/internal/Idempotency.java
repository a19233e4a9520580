package io.kosh.platform.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.Idempotent;
import io.kosh.platform.MasterKey;
import io.kosh.platform.RequestContext;
import io.kosh.platform.Settings;
import io.kosh.platform.internal.IdempotencyStore.Answer;
import io.kosh.platform.internal.IdempotencyStore.Place;
import io.kosh.platform.internal.IdempotencyStore.Seen;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.ContentCachingResponseWrapper;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes a call with an `Idempotency-Key` at most once and keeps its answer. The call is told from others by a keyed
/// hash of its address and its body as the controller reads it; neither key nor body is kept.
@Component
final class Idempotency {
    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotent-Replayed";

    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");
    private static final List<String> KEPT_HEADERS = List.of("Content-Type", "Kosh-Compat-Note", "Location");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final Database database;
    private final IdempotencyStore store;
    private final JsonMapper json;
    private final Clock clock;
    private final MasterKey.KeyedHash hashes;
    private final Duration longestCall;

    Idempotency(
            Database database,
            IdempotencyStore store,
            JsonMapper json,
            Clock clock,
            MasterKey masterKey,
            Settings settings) {
        this.database = database;
        this.store = store;
        this.json = json;
        this.clock = clock;
        this.hashes = masterKey.keyedHash("platform/idempotency");
        this.longestCall = settings.commit().patience().plus(GRACE);
    }

    /// The rest of the way of a request: its controller and the writing of its answer.
    @FunctionalInterface
    interface Rest {
        @Nullable
        ModelAndView proceed() throws Exception;
    }

    /// One call under a key, between the moment when it was told from others and the moment when its answer left.
    static final class Exchange {
        private final Idempotent.Keeping keeping;
        private final Place place;
        private final String requestHash;
        private final ContentCachingResponseWrapper response;
        private @Nullable Instant claimedUntil;
        /// Whether the call itself was made, so that its answer is worth keeping.
        private boolean made;

        private boolean settled;

        private Exchange(
                Idempotent.Keeping keeping, Place place, String requestHash, ContentCachingResponseWrapper response) {
            this.keeping = keeping;
            this.place = place;
            this.requestHash = requestHash;
            this.response = response;
        }

        private Answer answer() {
            Map<String, String> headers = new TreeMap<>();
            for (String name : KEPT_HEADERS) {
                String value = name.equals("Content-Type") ? response.getContentType() : response.getHeader(name);
                if (value != null) {
                    headers.put(name, value);
                }
            }
            return new Answer(response.getStatus(), headers, response.getContentAsByteArray());
        }

        private boolean succeeded() {
            return response.getStatus() / 100 == 2;
        }

        /// A refusal that the same call would get again; 429 and what is our fault may end otherwise.
        private boolean refused() {
            return response.getStatus() / 100 == 4 && response.getStatus() != 429;
        }
    }

    /// Makes the call, or gives the answer that was kept of it.
    @Nullable
    ModelAndView call(Idempotent opted, RereadRequest request, ContentCachingResponseWrapper response, Rest rest)
            throws Exception {
        String key = key(request);
        RequestContext context = RequestContext.current();
        Caller caller = context.caller();
        if (caller == null) {
            throw new IllegalStateException("a public route cannot keep answers: " + request.getRequestURI());
        }
        Optional<CompanyKey> company = company(context, caller, request);
        if (company.isEmpty()) {
            // No JSON: the controller says so.
            return rest.proceed();
        }
        String route = String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        String hash = hash(company.get().value() + "\n" + caller.clientId() + "\n" + route + "\n" + key, new byte[0]);
        Place place = new Place(company.get(), caller.clientId(), route, hash);
        String address = request.getRequestURI() + "?" + request.getQueryString() + "\n";
        Exchange exchange = new Exchange(opted.value(), place, hash(address, request.body()), response);
        IdempotencyFilter.begin(request, exchange);
        return switch (exchange.keeping) {
            case WITH_EFFECT -> callWithEffect(exchange, rest);
            case AFTER_EFFECT -> callBeforeKeeping(exchange, rest);
        };
    }

    private @Nullable ModelAndView callWithEffect(Exchange exchange, Rest rest) throws Exception {
        try {
            Optional<ModelAndView> view = inPlace(exchange.place, () -> {
                // A transaction that is tried again answers anew.
                exchange.made = false;
                exchange.response.resetBuffer();
                if (!store.tryLock(exchange.place)) {
                    throw inFlight();
                }
                Seen seen = store.find(exchange.place);
                if (seen != null) {
                    replay(exchange, seen);
                    return Optional.empty();
                }
                exchange.made = true;
                Optional<ModelAndView> made = Optional.ofNullable(proceed(rest));
                if (exchange.succeeded()) {
                    store.insert(exchange.place, exchange.requestHash, clock.instant(), exchange.answer());
                }
                return made;
            });
            exchange.settled = true;
            return view.orElse(null);
        } catch (Carried carried) {
            exchange.response.resetBuffer();
            throw carried.exception;
        } catch (RuntimeException e) {
            // The answer of a transaction that could not commit is none.
            exchange.response.resetBuffer();
            throw e;
        }
    }

    /// Requests that wait for a shared commit hold no connection meanwhile, so the place is claimed in a transaction of
    /// its own, for longer than a call can last.
    private @Nullable ModelAndView callBeforeKeeping(Exchange exchange, Rest rest) throws Exception {
        boolean mine = inPlace(exchange.place, () -> claim(exchange));
        if (!mine) {
            return null;
        }
        exchange.made = true;
        return rest.proceed();
    }

    /// Whether the call is to be made; else its answer is given.
    private boolean claim(Exchange exchange) {
        Instant now = clock.instant();
        // PostgreSQL keeps microseconds, and the claim is recognised by its end.
        Instant until = now.plus(longestCall).truncatedTo(ChronoUnit.MILLIS);
        exchange.claimedUntil = until;
        if (store.claim(exchange.place, exchange.requestHash, now, until)) {
            return true;
        }
        Seen seen = store.find(exchange.place);
        if (seen == null) {
            throw inFlight();
        }
        boolean abandoned = seen.answer() == null && seen.claimedUntil().isBefore(now);
        if (abandoned && seen.requestHash().equals(exchange.requestHash)) {
            if (store.takeOver(exchange.place, seen.claimedUntil(), until)) {
                return true;
            }
            throw inFlight();
        }
        replay(exchange, seen);
        return false;
    }

    private static void replay(Exchange exchange, Seen seen) {
        if (!seen.requestHash().equals(exchange.requestHash)) {
            throw Refusal.ofField(
                    CommonError.IDEMPOTENCY_KEY_REUSED, HEADER, "the " + HEADER + " was used for another request");
        }
        Answer answer = seen.answer();
        if (answer == null) {
            throw inFlight();
        }
        exchange.response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> {
            if (name.equals("Content-Type")) {
                exchange.response.setContentType(value);
            } else {
                exchange.response.setHeader(name, value);
            }
        });
        exchange.response.setHeader(REPLAYED, "true");
        try {
            exchange.response.getOutputStream().write(answer.body());
        } catch (IOException e) {
            throw new Carried(e);
        }
    }

    /// Keeps what could not be kept with the effect: a refusal, whose transaction was rolled back, and the answer of a
    /// shared commit. The effect stands or not whatever becomes of this, so a failure here is none of the call.
    void end(Exchange exchange) {
        if (exchange.settled || !exchange.made) {
            return;
        }
        try {
            inPlace(exchange.place, () -> {
                keep(exchange);
                return true;
            });
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("requestId", RequestContext.current().requestId())
                    .log("an answer could not be kept: {}", JobFailures.words(e));
        }
    }

    private void keep(Exchange exchange) {
        boolean settled = !RequestContext.current().isOpen();
        boolean worthKeeping = settled && (exchange.succeeded() || exchange.refused());
        Instant claimedUntil = exchange.claimedUntil;
        if (claimedUntil != null) {
            if (worthKeeping) {
                store.settle(exchange.place, exchange.answer());
            } else {
                store.release(exchange.place, claimedUntil);
            }
        } else if (exchange.refused()) {
            store.insert(exchange.place, exchange.requestHash, clock.instant(), exchange.answer());
        }
    }

    private <T> T inPlace(Place place, Supplier<T> work) {
        if (place.company().equals(IdempotencyStore.NOBODY)) {
            return database.inRegistry(() -> {
                store.asNobody();
                return work.get();
            });
        }
        return database.inCompany(place.company(), work);
    }

    private static String key(HttpServletRequest request) {
        List<String> keys = Collections.list(request.getHeaders(HEADER));
        if (keys.size() != 1 || !KEY.matcher(keys.getFirst()).matches()) {
            throw Fields.invalid(HEADER, "must be sent once, as 1 to 255 visible ASCII characters");
        }
        return keys.getFirst();
    }

    /// The company that the call is about, as its controller will find it; empty where the body cannot be read. A call
    /// of an operator that names none is about nobody. The controller finds the company without asking the registry
    /// again, which it could not inside the company's transaction.
    private Optional<CompanyKey> company(RequestContext context, Caller caller, RereadRequest request)
            throws IOException {
        String requested = request.getParameter("companyId");
        if (requested == null && request.body().length > 0) {
            try {
                JsonNode named = json.readTree(request.body()).get("companyId");
                requested = named == null || named.isNull() || named.isContainer() ? null : named.asString();
            } catch (JacksonException | Refusal _) {
                return Optional.empty();
            }
        }
        if (caller.operator() && requested == null) {
            return Optional.of(IdempotencyStore.NOBODY);
        }
        CompanyRef company = caller.company(requested);
        if (caller.operator()) {
            context.authenticated(new Caller(
                    caller.clientId(),
                    caller.actor(),
                    true,
                    caller.companies(),
                    new Known(company, caller.directory())));
        }
        return Optional.of(company.key());
    }

    /// The registry with one company at hand.
    private record Known(CompanyRef company, CompanyRegistry others) implements CompanyRegistry {
        @Override
        public List<CompanyRef> all() {
            return others.all();
        }

        @Override
        public @Nullable CompanyRef find(String companyId) {
            return companyId.equals(company.id()) ? company : others.find(companyId);
        }

        @Override
        public @Nullable CompanyRef findActive(CompanyKey key) {
            return others.findActive(key);
        }
    }

    private String hash(String text, byte[] bytes) {
        byte[] head = text.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + bytes.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(bytes, 0, all, head.length, bytes.length);
        return HexFormat.of().formatHex(hashes.of(all));
    }

    private static Refusal inFlight() {
        return Refusal.retryAfter(
                CommonError.IDEMPOTENCY_KEY_IN_FLIGHT,
                "a call with this " + HEADER + " is under way; try again to get its answer",
                RETRY_AFTER);
    }

    private static @Nullable ModelAndView proceed(Rest rest) {
        try {
            return rest.proceed();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new Carried(e);
        }
    }

    /// Carries a checked exception out of a transaction, which it rolls back.
    private static final class Carried extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Exception exception;

        Carried(Exception exception) {
            super(exception);
            this.exception = exception;
        }
    }
}
