package io.kosh.sandbox.internal;

import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.json.JsonMapper;

/// A server with a demo company, which the sandbox's pages show without a sign-in.
record PageServer(TestServer server, Path dataDir) {
    private static final Supplier<PageServer> SHARED = SingletonSupplier.of(PageServer::start);

    static PageServer shared() {
        return SHARED.get();
    }

    private static PageServer start() {
        try {
            Path dataDir = Files.createDirectories(TestServer.dir("page-test-data"));
            Files.deleteIfExists(dataDir.resolve("demo.json"));
            return new PageServer(
                    TestServer.start(Map.of("kosh.data-dir", dataDir.toString(), "kosh.test.due-work", "true")),
                    dataDir);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A company with a person and a coin event SIGNUP.
    Api.Fixture company() {
        Api.Fixture company = Api.of(server).newCompany(1);
        company.api().post("/api/v1/coins/events", Map.of("event", "SIGNUP", "amount", 10));
        return company;
    }

    /// Makes a company the demo company.
    Api.Fixture demo(Api.Fixture company) {
        try {
            Files.writeString(
                    dataDir.resolve("demo.json"),
                    JsonMapper.shared()
                            .writeValueAsString(Map.of(
                                    "companyId",
                                    company.companyId(),
                                    "clientId",
                                    company.client().clientId(),
                                    "clientSecret",
                                    company.client().secret().value())));
            return company;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void noDemo() {
        try {
            Files.deleteIfExists(dataDir.resolve("demo.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Allocates the coins of SIGNUP; gives the id of the request.
    String allocate(Api.Fixture company, String requestId) {
        String body = JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "companyId",
                        company.companyId(),
                        "event",
                        "SIGNUP",
                        "requestId",
                        requestId,
                        "userId",
                        company.userIds().getFirst()));
        return company.api()
                .send(HttpRequest.newBuilder(server.uri("/api/v0/enkash-coins/allocate-coin"))
                        .header("Authorization", "Bearer " + company.token())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)))
                .header("X-Request-Id");
    }

    /// Sends a code by mail, and waits until it is in the inbox; gives the id of the person.
    String write(Api.Fixture company, String email) {
        String user = company.api()
                .post("/api/v1/users", Map.of("name", "Asha", "email", email))
                .text("userId");
        company.api().post("/api/v1/users/" + user + "/contacts/email/verification", Map.of());
        await(() -> !company.api()
                .get("/sandbox/inbox?to=" + email)
                .json()
                .path("items")
                .isEmpty());
        return user;
    }

    /// Waits until the log has a request.
    void awaitLogged(Api.Fixture company, String requestId) {
        await(() -> company.api().get("/sandbox/events/requests/" + requestId).status() == 200);
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not happen within 10 s");
            }
            Thread.onSpinWait();
        }
    }
}
