package io.kosh.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import io.kosh.bench.Load.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLoadTest {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;
    private volatile long pauseMillis;
    private HttpServer server;
    private HttpLoad load;
    private URI base;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            try {
                Thread.sleep(Duration.ofMillis(pauseMillis));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            byte[] body = "{\"x\":1}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        load = new HttpLoad(base, Duration.ofMillis(20), Duration.ofMillis(200));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aClosedLoopCountsWhatWasAnswered() throws IOException {
        AtomicInteger answered = new AtomicInteger();
        HttpLoad.Asker asker = Company.asking(base, "/x", "token");

        Result result = load.closed("get", 4, _ -> new HttpLoad.Asker() {
            @Override
            public void ask(ByteBuffer into) {
                asker.ask(into);
            }

            @Override
            public int answered(int status) {
                answered.incrementAndGet();
                return asker.answered(status);
            }
        });

        assertThat(result.done()).isPositive().isEqualTo(result.micros().getTotalCount());
        assertThat(result.done()).isLessThanOrEqualTo(asked.get());
        assertThat(answered).as("what was under way at the end is waited for").hasValue(asked.get());
        assertThat(result.failed()).isZero();
    }

    @Test
    void refusalsAreCountedApart() throws IOException {
        status = 500;

        Result result = load.closed("get", 2, _ -> Company.asking(base, "/x", null));

        assertThat(result.done()).isZero();
        assertThat(result.failed()).isPositive();
    }

    @Test
    void anOpenLoopSendsWhatFallsDueWhateverBecameOfTheOnesBefore() throws IOException {
        Result result = load.open("get", 8, _ -> Company.asking(base, "/x", null), 500);

        assertThat((double) result.done()).isCloseTo(100, within(2.0));
        assertThat(result.failed()).isZero();
    }

    @Test
    void waitingForAConnectionCountsIntoTheLatency() throws IOException {
        pauseMillis = 20;

        Result result = load.open("get", 1, _ -> Company.asking(base, "/x", null), 200);

        assertThat(result.done()).isGreaterThanOrEqualTo(39);
        assertThat(result.p99Millis()).as("one at a time, four times too slow").isGreaterThan(200);
    }

    @Test
    void aLongBodyIsSentWhole() throws IOException {
        Request head = new Request(base, "token", "/x");

        Result result = load.closed("post", 1, _ -> new HttpLoad.Asker() {
            @Override
            public void ask(ByteBuffer into) {
                head.begin(into, 200_000);
                into.put(new byte[200_000]);
            }

            @Override
            public int answered(int answer) {
                return answer == 200 ? 100 : 0;
            }
        });

        assertThat(result.done()).isPositive().isEqualTo(100 * result.micros().getTotalCount());
    }
}
