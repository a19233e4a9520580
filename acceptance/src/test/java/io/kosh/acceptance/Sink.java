package io.kosh.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A receiver of notifications that takes everything, as slowly as it is told, and remembers it.
final class Sink implements AutoCloseable {
    private final HttpServer server;
    private final List<Notification> got = new ArrayList<>();
    private volatile long delayMillis;

    private Sink(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    /// What arrived.
    record Notification(String id, String body) {}

    static Sink open() {
        try {
            return new Sink(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/hooks";
    }

    void slow(long millis) {
        this.delayMillis = millis;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Notification notification =
                    new Notification(String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id")), body);
            TimeUnit.MILLISECONDS.sleep(delayMillis);
            synchronized (got) {
                got.add(notification);
                got.notifyAll();
            }
            exchange.sendResponseHeaders(204, -1);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    List<Notification> got() {
        synchronized (got) {
            return List.copyOf(got);
        }
    }

    /// Waits until so many different notifications arrived.
    void await(int different) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        synchronized (got) {
            while (got.stream().map(Notification::id).distinct().count() < different) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("only " + got.size() + " notifications arrived");
                }
                try {
                    got.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
