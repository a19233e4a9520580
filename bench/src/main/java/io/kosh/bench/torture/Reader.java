package io.kosh.bench.torture;

import io.kosh.bench.BenchFailure;
import io.kosh.bench.HttpConnection;
import io.kosh.bench.HttpConnection.Answer;
import io.kosh.bench.torture.Call.Ref;
import io.kosh.bench.torture.Facts.Holding;
import io.kosh.bench.torture.Facts.Journal;
import io.kosh.bench.torture.Facts.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the server about every id and every user, over several connections, and sends calls again.
final class Reader {
    private static final int CONNECTIONS = 16;
    private static final int PATIENCE = 20;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Place place;

    /// @param place whose first server is asked
    Reader(Place place) {
        this.place = place;
    }

    /// The journal of these calls, id by id, and everything about the users.
    Facts read(Collection<Call> calls) throws Exception {
        Map<Ref, Journal> journal = new ConcurrentHashMap<>();
        each(calls, (connection, call) -> {
            JsonNode items = good(patiently(() -> connection.get(
                            "/api/v1/ledger/transfers?sourceKind=" + call.ref().source() + "&sourceId=" + call.id())))
                    .required("items");
            for (JsonNode item : items) {
                journal.put(call.ref(), journal(item));
            }
        });
        Queue<Line> lines = new ConcurrentLinkedQueue<>();
        Map<String, Holding> holdings = new ConcurrentHashMap<>();
        each(place.users(), (connection, user) -> {
            JsonNode has = good(patiently(() -> connection.get("/api/v1/coins/users/" + user)));
            holdings.put(
                    user,
                    new Holding(
                            has.required("balance").asLong(),
                            has.required("held").asLong(),
                            has.required("available").asLong()));
            history(connection, user, lines);
        });
        return new Facts(Map.copyOf(journal), List.copyOf(lines), Map.copyOf(holdings));
    }

    private static Journal journal(JsonNode item) {
        long debits = 0;
        long credits = 0;
        for (JsonNode entry : item.required("entries")) {
            long moved =
                    entry.required("debit").asLong() + entry.required("credit").asLong();
            long size = moved == 0 ? Math.abs(entry.required("pending").asLong()) : moved;
            if (entry.required("side").asString().equals("DEBIT")) {
                debits += size;
            } else {
                credits += size;
            }
        }
        return new Journal(item.required("transferId").asString(), debits, debits == credits);
    }

    private static void history(HttpConnection connection, String user, Queue<Line> lines) throws IOException {
        String cursor = "";
        do {
            String from = cursor;
            JsonNode page =
                    good(patiently(() -> connection.get("/api/v1/coins/users/" + user + "/history?limit=200" + from)));
            for (JsonNode item : page.required("items")) {
                lines.add(new Line(
                        user,
                        new Ref(
                                item.required("what").asString(),
                                item.required("sourceId").asString()),
                        item.required("credited").asLong(),
                        item.required("debited").asLong(),
                        item.required("held").asLong()));
            }
            JsonNode next = page.get("nextCursor");
            cursor = next == null || next.isNull() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());
    }

    /// Sends each call again, so often, and adds the answers to it.
    void repeat(Collection<Call> calls, int times) throws Exception {
        each(calls, (connection, call) -> {
            for (int i = 0; i < times; i++) {
                call.answered(patiently(() -> connection.post(call.path(), call.body())));
            }
        });
    }

    /// A request on one connection.
    private interface Exchange {
        Answer send() throws IOException;
    }

    /// After a recovery an answer may still be 503 for a moment, and connections of before may be dead.
    private static Answer patiently(Exchange exchange) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Answer answer = exchange.send();
                if (answer.status() != 503 || attempt == PATIENCE) {
                    return answer;
                }
            } catch (IOException e) {
                if (attempt == PATIENCE) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static JsonNode good(Answer answer) {
        if (!Call.good(answer)) {
            throw new BenchFailure("The server answered " + answer.status() + " after its recovery: " + answer.text());
        }
        return JSON.readTree(answer.text());
    }

    /// What is done with one thing on a connection.
    private interface Work<T> {
        void on(HttpConnection connection, T thing) throws IOException;
    }

    private <T> void each(Collection<T> things, Work<T> work) throws Exception {
        Queue<T> left = new ConcurrentLinkedQueue<>(things);
        List<Future<Boolean>> workers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                workers.add(executor.submit(() -> {
                    try (HttpConnection connection =
                            new HttpConnection(place.bases().getFirst(), place.token())) {
                        for (T thing = left.poll(); thing != null; thing = left.poll()) {
                            work.on(connection, thing);
                        }
                    }
                    return true;
                }));
            }
        }
        for (Future<Boolean> worker : workers) {
            try {
                worker.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof BenchFailure failure
                        ? failure
                        : new BenchFailure("The server did not answer after its recovery: " + e.getCause());
            }
        }
    }

    /// Facts about the same users, with the journal of all the calls that an earlier reading knew and this one did not
    /// ask for again.
    static Facts over(Facts before, Facts now, Collection<Call> askedAgain) {
        Map<Ref, Journal> journal = new HashMap<>(before.journal());
        askedAgain.forEach(call -> journal.remove(call.ref()));
        journal.putAll(now.journal());
        return new Facts(Map.copyOf(journal), now.lines(), now.holdings());
    }
}
