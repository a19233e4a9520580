package io.kosh.bench;

import io.kosh.bench.HttpConnection.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The company that coins are allocated in: made for this run, with its people and one event.
public final class Company {
    public static final String EVENT = "BENCH";
    public static final long AMOUNT = 5;
    private static final int MAKERS = 32;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI base;
    private final String operatorToken;
    private final String id;
    private final String token;
    private final List<String> users = Collections.synchronizedList(new ArrayList<>());
    private final String run = Long.toString(System.nanoTime(), 36);
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();

    private Company(URI base, String operatorToken, String id, String token) {
        this.base = base;
        this.operatorToken = operatorToken;
        this.id = id;
        this.token = token;
    }

    public static Company make(URI base, JsonNode demo) throws IOException {
        JsonNode operator = demo.required("operator");
        String operatorToken = token(
                base,
                operator.required("clientId").asString(),
                operator.required("clientSecret").asString());
        JsonNode made = call(base, operatorToken, "/api/v1/companies", Map.of("name", "Bench"));
        String token = token(
                base,
                made.required("clientId").asString(),
                made.required("clientSecret").asString());
        Company company =
                new Company(base, operatorToken, made.required("companyId").asString(), token);
        company.event(EVENT, AMOUNT, Map.of());
        return company;
    }

    public String id() {
        return id;
    }

    /// The access token of the company's client.
    public String token() {
        return token;
    }

    /// The ids of the people hired so far.
    public List<String> users() {
        return List.copyOf(users);
    }

    /// Configures one more event.
    ///
    /// @param rules the route's optional fields
    public void event(String name, long amount, Map<String, Object> rules) throws IOException {
        Map<String, Object> body = new HashMap<>(rules);
        body.put("event", name);
        body.put("amount", amount);
        call(base, token, "/api/v1/coins/events", body);
    }

    /// Creates people, many at the same time.
    public void hire(int count) throws Exception {
        AtomicInteger left = new AtomicInteger(count);
        List<Future<Boolean>> makers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < MAKERS; i++) {
                makers.add(executor.submit(() -> {
                    try (HttpConnection connection = new HttpConnection(base, token)) {
                        for (int number = left.getAndDecrement(); number > 0; number = left.getAndDecrement()) {
                            Answer answer = connection.post("/api/v1/users", "{\"name\":\"Person " + number + "\"}");
                            users.add(good(answer).required("userId").asString());
                        }
                    }
                    return true;
                }));
            }
        }
        for (Future<Boolean> maker : makers) {
            try {
                maker.get();
            } catch (ExecutionException e) {
                throw new BenchFailure("The users could not be created: " + e.getCause());
            }
        }
    }

    Load.Worker allocating(String phase, int number) {
        List<String> people = List.copyOf(users);
        HttpConnection connection = new HttpConnection(base, token);
        String start = "{\"companyId\":\"" + id + "\",\"event\":\"" + EVENT + "\",\"requestId\":\"" + run + "-" + phase
                + "-" + number + "-";
        return new Load.Worker() {
            private long count;

            @Override
            public boolean once() {
                String user = people.get((int) ((number * 7919L + count * 104_729L) % people.size()));
                String body = start + count++ + "\",\"userId\":\"" + user + "\"}";
                try {
                    boolean good = connection
                                    .post("/api/v0/enkash-coins/allocate-coin", body)
                                    .status()
                            == 200;
                    if (good) {
                        acknowledged.incrementAndGet();
                    }
                    return good;
                } catch (IOException _) {
                    unanswered.incrementAndGet();
                    return false;
                }
            }

            @Override
            public void close() {
                connection.close();
            }
        };
    }

    Load.Worker pinging() {
        HttpConnection connection = new HttpConnection(base, token);
        return new Load.Worker() {
            @Override
            public boolean once() throws IOException {
                return connection.get("/api/v1/ping").status() == 200;
            }

            @Override
            public void close() {
                connection.close();
            }
        };
    }

    /// Whether the server knows the route without a database.
    boolean canPing() throws IOException {
        try (HttpConnection connection = new HttpConnection(base, token)) {
            return connection.get("/api/v1/ping").status() == 200;
        }
    }

    /// What the books say after the run.
    ///
    /// @param balanced     whether the audit found nothing wrong
    /// @param allocated    coins that stand in the books
    /// @param acknowledged coins of the requests that were answered with success
    /// @param unanswered   requests without an answer, whose coins may stand or not
    record Books(boolean balanced, long allocated, long acknowledged, long unanswered) {
        boolean right() {
            return balanced && allocated >= acknowledged && allocated <= acknowledged + unanswered * AMOUNT;
        }
    }

    Books audit() throws IOException {
        try (HttpConnection operator = new HttpConnection(base, operatorToken);
                HttpConnection own = new HttpConnection(base, token)) {
            JsonNode audit = good(operator.get("/api/v1/ledger/audit?companyId=" + id));
            JsonNode liability = good(own.get("/api/v1/coins/liability"));
            return new Books(
                    audit.required("balanced").asBoolean(),
                    liability.required("outstanding").asLong(),
                    acknowledged.get() * AMOUNT,
                    unanswered.get());
        }
    }

    private static JsonNode call(URI base, String token, String path, Map<String, Object> body) throws IOException {
        try (HttpConnection connection = new HttpConnection(base, token)) {
            return good(connection.post(path, JSON.writeValueAsString(body)));
        }
    }

    private static JsonNode good(Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new BenchFailure("The server answered " + answer.status() + ": " + answer.text());
        }
        return JSON.readTree(answer.text());
    }

    private static String token(URI base, String clientId, String secret) throws IOException {
        String basic = Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/oauth/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new BenchFailure("The server gave no token: " + answer.statusCode() + ".");
            }
            return JSON.readTree(answer.body()).required("access_token").asString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
