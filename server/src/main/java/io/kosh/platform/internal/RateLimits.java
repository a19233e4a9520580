package io.kosh.platform.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Settings;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Token buckets a client and an address, in this server's memory: they protect the server, they are no quota.
@Component
final class RateLimits {
    private static final long MOST_BUCKETS = 100_000;

    private final Cache<String, Bucket> clients = buckets();
    private final Cache<String, Bucket> addresses = buckets();
    private final Cache<String, Bucket> grants = buckets();
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

    private static void take(Cache<String, Bucket> buckets, String key, long permits, Duration period) {
        Bucket bucket = buckets.get(
                key,
                _ -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(permits).refillGreedy(permits, period))
                        .build());
        if (bucket.tryConsume(1)) {
            return;
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
            throw Refusal.retryAfter(CommonError.RATE_LIMITED, "too many requests; wait and try again", wait);
        }
    }

    private static Cache<String, Bucket> buckets() {
        return Caffeine.newBuilder()
                .maximumSize(MOST_BUCKETS)
                .expireAfterAccess(Duration.ofMinutes(5))
                .build();
    }
}
