package io.kosh.identity.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/// Slow hashes of human passwords, worked off by a few threads of their own: a flood of sign-ins waits in a short queue
/// or is told to come back, and the requests that need no password keep their share of the processors.
@Component
final class Passwords implements DisposableBean {
    private static final int SHORTEST = 8;
    /// bcrypt reads no more.
    private static final int MOST_BYTES = 72;
    private static final int COST = 10;
    private static final int QUEUE = 64;
    /// A hash of the right cost that no password is known for.
    private static final String NOBODYS = "$2a$10$Jd6Yx0mVb3oQe1Rk8Tz5LuC7wHfPq2sNiXa9GyBv4EtMrKjUhDoS.";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder(COST);
    private final ThreadPoolExecutor workers;

    @Autowired
    Passwords() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors()), QUEUE);
    }

    Passwords(int threads, int queue) {
        this.workers = new ThreadPoolExecutor(
                threads,
                threads,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                Thread.ofPlatform().name("password-", 0).daemon().factory());
        this.workers.allowCoreThreadTimeOut(true);
    }

    /// A password that may be set: long enough, and short enough to count as a whole.
    static Secret<String> acceptable(String field, @Nullable String password) {
        String text = Fields.text(field, password, MOST_BYTES);
        if (text.length() < SHORTEST || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw Fields.invalid(field, "must be from " + SHORTEST + " characters to " + MOST_BYTES + " bytes long");
        }
        return new Secret<>(text);
    }

    String hash(Secret<String> password) {
        return work(() -> encode(password.value()));
    }

    /// Whether the password is the hashed one. Takes as long where there is no hash to compare with.
    boolean matches(Secret<String> password, @Nullable String hash) {
        return work(() -> {
            boolean tooLong = password.value().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
            boolean comparable = hash != null && !tooLong;
            boolean same = comparable ? bcrypt.matches(password.value(), hash) : bcrypt.matches("no password", NOBODYS);
            return comparable && same;
        });
    }

    private String encode(String password) {
        String encoded = bcrypt.encode(password);
        if (encoded == null) {
            throw new IllegalStateException("bcrypt gave no hash");
        }
        return encoded;
    }

    private <T> T work(Callable<T> task) {
        try {
            Future<T> result = workers.submit(task);
            return result.get();
        } catch (RejectedExecutionException _) {
            throw Refusal.retryAfter(
                    GrantError.TEMPORARILY_UNAVAILABLE, "too many sign-ins at once; try again shortly", RETRY_AFTER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while hashing a password", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("hashing a password failed", e.getCause());
        }
    }

    @Override
    public void destroy() {
        workers.shutdown();
    }
}
