package io.kosh.webhooks.internal;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real HTTP server that somebody's notifications arrive at, and that answers as a test wants.
final class Receiver implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Request> requests = new ArrayList<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile Duration thinking = Duration.ZERO;
    private final AtomicReference<@Nullable Reply> once = new AtomicReference<>();
    private volatile Reply reply = Reply.status(200);

    private Receiver(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /// What it answers with; a null status never answers.
    record Reply(@Nullable Integer status, Map<String, String> headers, String body, End end) {
        Reply(@Nullable Integer status, Map<String, String> headers, String body) {
            this(status, headers, body, End.WHOLE);
        }

        static Reply status(int status) {
            return new Reply(status, Map.of(), "thanks");
        }

        static Reply never() {
            return new Reply(null, Map.of(), "");
        }
    }

    /// How an answer's body ends.
    enum End {
        WHOLE,
        /// It stops in the middle, and the connection stays.
        NEVER,
        /// It goes on as fast as anybody reads.
        ENDLESS
    }

    /// What arrived.
    record Request(String path, HttpHeaders headers, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        String type() {
            return json().path("type").asString("");
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /// Whether the independent library accepts it with a secret.
        boolean verifies(String secret) {
            try {
                new Webhook(secret).verify(body, headers);
                return true;
            } catch (WebhookVerificationException _) {
                return false;
            }
        }
    }

    static Receiver open() {
        try {
            return new Receiver(HttpServer.create(address(), 100), "http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Receiver openTls(SSLContext tls) {
        try {
            HttpsServer server = HttpsServer.create(address(), 100);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            return new Receiver(server, "https");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    String url(String path) {
        return scheme + "://localhost:" + server.getAddress().getPort() + path;
    }

    void answer(Reply next) {
        this.reply = next;
    }

    /// Answers the next request with the first, and all others with the second.
    void answer(Reply next, Reply others) {
        this.reply = others;
        once.set(next);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            HttpHeaders headers = HttpHeaders.of(exchange.getRequestHeaders(), (_, _) -> true);
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            boolean closed = closing.await(thinking.toMillis(), TimeUnit.MILLISECONDS);
            atOnce.decrementAndGet();
            if (closed) {
                return;
            }
            Reply first = once.getAndSet(null);
            Reply now = first == null ? reply : first;
            synchronized (requests) {
                requests.add(new Request(exchange.getRequestURI().toString(), headers, body));
                requests.notifyAll();
            }
            Integer status = now.status();
            if (status == null) {
                closing.await();
                return;
            }
            now.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] answer = now.body().getBytes(StandardCharsets.UTF_8);
            if (now.end() != End.WHOLE) {
                goOn(exchange, status, answer, now.end());
                return;
            }
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes so long before each answer.
    void think(Duration time) {
        this.thinking = time;
    }

    /// The most requests that waited for their answer at the same time.
    int mostAtOnce() {
        return mostAtOnce.get();
    }

    private void goOn(HttpExchange exchange, int status, byte[] answer, End end)
            throws IOException, InterruptedException {
        exchange.sendResponseHeaders(status, 0);
        do {
            exchange.getResponseBody().write(answer);
            exchange.getResponseBody().flush();
        } while (end == End.ENDLESS && closing.getCount() > 0);
        closing.await();
    }

    /// Everything so far.
    List<Request> received() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /// Waits until so many arrived.
    List<Request> await(int count) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        synchronized (requests) {
            while (requests.size() < count) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("only " + requests.size() + " of " + count + " arrived: " + requests);
                }
                try {
                    requests.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
            return List.copyOf(requests);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
