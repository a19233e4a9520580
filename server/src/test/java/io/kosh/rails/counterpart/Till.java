package io.kosh.rails.counterpart;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.MasterKey.KeyedHash;
import io.kosh.platform.PublicIds;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailPayment;
import io.kosh.rails.RailReports;
import io.kosh.rails.RefundAnswer;
import io.kosh.rails.SandboxAcquirer;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.TestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// A server whose listener to rails keeps what it is told, and a company that asks for payments there.
record Till(TestServer server, Heard heard, Fixture shop) {
    private static final AtomicLong COUNT = new AtomicLong();

    /// Stands where the gateway does.
    static final class Heard implements RailReports {
        private final Map<String, Queue<Object>> answers = new ConcurrentHashMap<>();
        private final CompletableFuture<TestServer> on = new CompletableFuture<>();

        /// Payments of a company are those whose references it has claimed.
        @Override
        public void payment(CompanyKey company, String rail, String reference, RailAnswer answer) {
            TestServer server = on.join();
            PublicIds ids = server.bean(PublicIds.class);
            if (!company.equals(
                    server.bean(Database.class).inRegistry(() -> ids.companyOf(reference, PublicIds.Kind.PAYMENT)))) {
                throw Refusal.of(CommonError.ROUTE_UNKNOWN, "there is no payment " + reference);
            }
            keep(reference, answer);
        }

        @Override
        public void refund(CompanyKey company, String rail, String reference, RefundAnswer answer) {
            keep(reference, answer);
        }

        private void keep(String reference, Object answer) {
            answers.computeIfAbsent(reference, _ -> new ConcurrentLinkedQueue<>())
                    .add(answer);
        }

        /// The kinds of what was told of a reference, in turn.
        List<String> of(String reference) {
            return answers.getOrDefault(reference, new ConcurrentLinkedQueue<>()).stream()
                    .map(each -> each.getClass().getSimpleName())
                    .toList();
        }
    }

    static Till on(DatabaseAccess database) {
        Heard heard = new Heard();
        TestServer server = TestServer.startWith(database, RailReports.class, heard);
        heard.on.complete(server);
        return new Till(server, heard, Api.of(server).newCompany(0));
    }

    /// The same server for another company.
    Till another() {
        return new Till(server, heard, Api.of(server).newCompany(0));
    }

    /// A payment that nobody was asked for yet.
    RailPayment payment(long amountMinor) {
        return new RailPayment(
                shop.company().key(),
                shop.companyId(),
                reference(PublicIds.Kind.PAYMENT),
                amountMinor,
                "Udupi Cafe",
                "Lunch",
                server.bean(BusinessClock.class).now(shop.company().key()).plus(Duration.ofMinutes(10)),
                URI.create("https://shop.example/back"),
                null);
    }

    /// A reference that is the company's.
    String reference(PublicIds.Kind kind) {
        String reference = "EK" + (1_000_000_000_000L + COUNT.incrementAndGet()) + "TEST"
                + shop.company().key().value();
        server.bean(Database.class)
                .inRegistry(() -> server.bean(PublicIds.class)
                        .claim(reference, kind, shop.company().key()));
        return reference;
    }

    void spoil(String scenario, String rail, Map<String, Object> more) {
        var request = new HashMap<String, Object>(Map.of("scenario", scenario, "rail", rail));
        request.putAll(more);
        Api.Reply made = shop.api().post("/sandbox/scenarios", request);
        if (made.status() != 201) {
            throw new AssertionError(made.body());
        }
    }

    /// Tells what an acquirer would.
    Api.Reply tell(String body, Instant at, String secret) {
        long second = at.getEpochSecond();
        String signature = HexFormat.of()
                .formatHex(
                        KeyedHash.under(secret.getBytes(StandardCharsets.UTF_8)).of(second + "." + body));
        return tell(body, "t=" + second + ",v1=" + signature);
    }

    Api.Reply tell(String body, String signature) {
        return Api.of(server)
                .send(HttpRequest.newBuilder(server.uri("/rails/acquirer/callbacks"))
                        .header("Content-Type", "application/json")
                        .header("Acquirer-Signature", signature)
                        .POST(BodyPublishers.ofString(body)));
    }

    String secret() {
        return server.bean(SandboxAcquirer.class).callbackSecret().value();
    }
}
