package io.kosh.bench;

import io.kosh.bench.HttpConnection.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The company that coins are allocated in: made for this run, with its people and one event.
public final class Company {
    public static final String EVENT = "BENCH";
    public static final long AMOUNT = 5;
    private static final Duration LONGEST_AUDIT = Duration.ofMinutes(60);
    private static final int MAKERS = 32;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI base;
    private final String operatorToken;
    private final String id;
    private final String clientId;
    private final String token;
    private final List<String> users = Collections.synchronizedList(new ArrayList<>());
    private final String run = Long.toString(System.nanoTime(), 36);
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();

    private Company(URI base, String operatorToken, String id, String clientId, String token) {
        this.base = base;
        this.operatorToken = operatorToken;
        this.id = id;
        this.clientId = clientId;
        this.token = token;
    }

    public static Company make(URI base, JsonNode demo) throws IOException {
        JsonNode operator = demo.required("operator");
        String operatorToken = token(
                base,
                operator.required("clientId").asString(),
                operator.required("clientSecret").asString());
        JsonNode made = call(base, operatorToken, "/api/v1/companies", Map.of("name", "Bench"));
        String clientId = made.required("clientId").asString();
        String token = token(base, clientId, made.required("clientSecret").asString());
        Company company =
                new Company(base, operatorToken, made.required("companyId").asString(), clientId, token);
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

    /// What a connection asks that allocates coins, one request after another.
    ///
    /// @param phase  tells the request ids of this phase from those of others
    /// @param spread over how many of the users
    HttpLoad.Asker allocating(String phase, int number, int spread) {
        List<String> people = List.copyOf(users.subList(0, Math.min(spread, users.size())));
        Request head = new Request(base, token, "/api/v0/enkash-coins/allocate-coin");
        byte[] start = ascii("{\"companyId\":\"" + id + "\",\"event\":\"" + EVENT + "\",\"requestId\":\"" + run + "-"
                + phase + "-" + number + "-");
        byte[][] ends = new byte[people.size()][];
        Arrays.setAll(ends, i -> ascii("\",\"userId\":\"" + people.get(i) + "\"}"));
        return new Counted(1) {
            private long count;

            @Override
            public void ask(ByteBuffer into) {
                byte[] end = ends[(int) ((number * 7919L + count * 104_729L) % ends.length)];
                head.begin(into, start.length + Request.DIGITS + end.length);
                into.put(start);
                Request.digits(into, count++);
                into.put(end);
            }
        };
    }

    /// What a connection asks that allocates coins many at a time.
    HttpLoad.Asker allocatingInBulk(String phase, int number, int size) {
        List<String> people = List.copyOf(users);
        Request head = new Request(base, token, "/api/v1/coins/allocations/bulk");
        return new Counted(size) {
            private long count;

            @Override
            public void ask(ByteBuffer into) {
                StringBuilder body = new StringBuilder("{\"companyId\":\"" + id + "\",\"items\":[");
                for (int i = 0; i < size; i++) {
                    int user = (int) ((number * 7919L + count * 104_729L) % people.size());
                    body.append(i == 0 ? "" : ",")
                            .append("{\"event\":\"" + EVENT + "\",\"requestId\":\"")
                            .append(run)
                            .append('-')
                            .append(phase)
                            .append('-')
                            .append(number)
                            .append('-')
                            .append(count++)
                            .append("\",\"userId\":\"")
                            .append(people.get(user))
                            .append("\"}");
                }
                byte[] bytes = ascii(body.append("]}").toString());
                head.begin(into, bytes.length);
                into.put(bytes);
            }
        };
    }

    /// Counts what was acknowledged and what was never answered.
    private abstract class Counted implements HttpLoad.Asker {
        private final int size;

        Counted(int size) {
            this.size = size;
        }

        @Override
        public int answered(int status) {
            if (status < 0) {
                unanswered.addAndGet(size);
            } else if (status / 100 == 2) {
                acknowledged.addAndGet(size);
                return size;
            }
            return 0;
        }
    }

    HttpLoad.Asker pinging() {
        return asking(base, "/api/v1/ping", token);
    }

    /// The same GET again and again.
    ///
    /// @param token null for none
    static HttpLoad.Asker asking(URI base, String path, @Nullable String token) {
        byte[] request = Request.get(base, token, path);
        return new HttpLoad.Asker() {
            @Override
            public void ask(ByteBuffer into) {
                into.put(request);
            }

            @Override
            public int answered(int status) {
                return status == 200 ? 1 : 0;
            }
        };
    }

    /// Whether the server knows a GET route.
    boolean knows(String path) throws IOException {
        try (HttpConnection connection = new HttpConnection(base, token)) {
            return connection.get(path).status() == 200;
        }
    }

    /// What the company posts, with its answer.
    JsonNode post(String path, Map<String, Object> body) throws IOException {
        return call(base, token, path, body);
    }

    /// The head of a request that the company posts again and again.
    Request head(String path) {
        return new Request(base, token, path);
    }

    /// The same of a call to the payment gateway, which wants the merchant's access key.
    Request merchantHead(String path) {
        return new Request(base, token, path, accessKey());
    }

    /// A connection whose calls to the payment gateway are the merchant's.
    HttpConnection merchant() {
        return HttpConnection.with(base, token, accessKey());
    }

    private String accessKey() {
        return "merchantAccessKey: " + clientId + "\r\n";
    }

    /// Tells this run's ids from those of others.
    String run() {
        return run;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
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
        try (HttpConnection operator = new HttpConnection(base, operatorToken, LONGEST_AUDIT);
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

    /// What an answer says, where it tells of success.
    static JsonNode good(Answer answer) {
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
