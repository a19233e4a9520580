package io.kosh.platform.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.kosh.kernel.CommonError;
import io.kosh.kernel.ErrorCode;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Caller;
import io.kosh.platform.FailedSignIns;
import io.kosh.platform.RequestContext;
import io.kosh.platform.Settings;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// Token buckets a client and an address, in this server's memory: they protect the server, they are no quota.
@Component
final class RateLimits implements FailedSignIns {
    private static final long MOST_BUCKETS = 100_000;
    private static final Duration LATELY = Duration.ofMinutes(5);

    private final Cache<String, Bucket> clients = buckets();
    private final Cache<String, Bucket> addresses = buckets();
    private final Cache<String, Bucket> grants = buckets();
    private final Cache<String, Bucket> failedSignIns = buckets();
    private final Cache<String, Bucket> unknownIds = buckets();
    private final Cache<String, Boolean> lately = Caffeine.newBuilder()
            .maximumSize(MOST_BUCKETS)
            .expireAfterAccess(LATELY)
            .build();
    private final Settings.Http limits;

    RateLimits(Settings settings) {
        this.limits = settings.http();
    }

    void client(String clientId) {
        take(clients, clientId, limits.clientPerSecond(), Duration.ofSeconds(1));
    }

    void address(String address) {
        take(addresses, address, limits.addressPerSecond(), Duration.ofSeconds(1));
    }

    void tokenGrants(String address) {
        take(grants, address, limits.tokenAddressPerMinute(), Duration.ofMinutes(1));
    }

    /// Like [#limited] for a token. One that was good lately is checked in any case, so that who guesses tokens does
    /// not shut out the others at the same address.
    Caller bearer(String token, Supplier<Caller> check) {
        if (lately.getIfPresent(token) == null) {
            Caller caller = limited(check);
            lately.put(token, true);
            return caller;
        }
        try {
            return check.get();
        } catch (Refusal refused) {
            lately.invalidate(token);
            throw refused;
        }
    }

    @Override
    public <T> T limited(Supplier<T> check) {
        return counted(check, failedSignIns, limits.failedSignInsPerMinute(), ErrorCode.Kind.UNAUTHENTICATED);
    }

    @Override
    public <T> T guessed(Supplier<T> look) {
        return counted(look, unknownIds, limits.unknownIdsPerMinute(), ErrorCode.Kind.NOT_FOUND);
    }

    private static <T> T counted(
            Supplier<T> check, Cache<String, Bucket> buckets, long perMinute, ErrorCode.Kind counts) {
        if (!RequestContext.isBound()) {
            return check.get();
        }
        Bucket bucket = bucket(buckets, RequestContext.current().address(), perMinute, Duration.ofMinutes(1));
        EstimationProbe probe = bucket.estimateAbilityToConsume(1);
        if (!probe.canBeConsumed()) {
            throw refusal(probe.getNanosToWaitForRefill());
        }
        try {
            return check.get();
        } catch (Refusal refused) {
            if (refused.code().kind() == counts) {
                bucket.tryConsume(1);
            }
            throw refused;
        }
    }

    private static void take(Cache<String, Bucket> buckets, String key, long permits, Duration period) {
        Bucket bucket = bucket(buckets, key, permits, period);
        if (bucket.tryConsume(1)) {
            return;
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw refusal(probe.getNanosToWaitForRefill());
        }
    }

    private static Bucket bucket(Cache<String, Bucket> buckets, String key, long permits, Duration period) {
        return buckets.get(
                key,
                _ -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(permits).refillGreedy(permits, period))
                        .build());
    }

    private static Refusal refusal(long nanosToWait) {
        return Refusal.retryAfter(
                CommonError.RATE_LIMITED, "too many requests; wait and try again", Duration.ofNanos(nanosToWait));
    }

    private static Cache<String, Bucket> buckets() {
        return Caffeine.newBuilder()
                .maximumSize(MOST_BUCKETS)
                .expireAfterAccess(Duration.ofMinutes(5))
                .build();
    }
}
