package io.kosh.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShortMemoryTest {
    private static final Duration LONG = Duration.ofSeconds(4);

    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void readsOnceForManyRequests() {
        ShortMemory<String, Integer> memory = new ShortMemory<>(10, Duration.ofHours(1), _ -> reads.incrementAndGet());

        for (int i = 0; i < 100; i++) {
            assertThat(memory.get("a")).isEqualTo(1);
        }
    }

    @Test
    void answersWhatItKnowsWhileItIsReadAnew() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        ShortMemory<String, Integer> memory = new ShortMemory<>(10, LONG, _ -> {
            int number = reads.incrementAndGet();
            if (number > 1) {
                awaited(slow);
            }
            return number;
        });
        assertThat(memory.get("a")).isEqualTo(1);
        awaitTrue(() -> memory.get("a") == null || reads.get() == 2);

        assertThat(memory.get("a")).isEqualTo(1);
        slow.countDown();

        awaitTrue(() -> Integer.valueOf(2).equals(memory.get("a")));
    }

    @Test
    void forgetsWhatIsNotThereAnyMore() throws Exception {
        ShortMemory<String, Integer> memory = new ShortMemory<>(10, LONG, _ -> gone());
        assertThat(memory.get("a")).isEqualTo(1);

        awaitTrue(() -> memory.get("a") == null);
    }

    @Test
    void whatCannotBeReadAnewCountsToItsEndAndThenFails() {
        ShortMemory<String, Integer> memory = new ShortMemory<>(10, Duration.ofMillis(400), _ -> {
            if (reads.incrementAndGet() > 1) {
                throw new IllegalStateException("away");
            }
            return 1;
        });
        long began = System.nanoTime();
        assertThat(memory.get("a")).isEqualTo(1);

        assertThatThrownBy(() -> {
                    while (System.nanoTime() - began < LONG.toNanos()) {
                        memory.get("a");
                        TimeUnit.MILLISECONDS.sleep(5);
                    }
                })
                .hasMessage("away");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void withoutATimeItRemembersNothing() {
        ShortMemory<String, Integer> memory = new ShortMemory<>(10, Duration.ZERO, _ -> reads.incrementAndGet());

        assertThat(memory.get("a")).isEqualTo(1);
        assertThat(memory.get("a")).isEqualTo(2);
    }

    private @Nullable Integer gone() {
        return reads.incrementAndGet() == 1 ? 1 : null;
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void awaitTrue(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
