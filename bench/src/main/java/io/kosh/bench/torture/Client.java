package io.kosh.bench.torture;

import io.kosh.bench.HttpConnection;
import io.kosh.bench.HttpConnection.Answer;
import io.kosh.bench.torture.Call.Kind;
import io.kosh.bench.torture.Call.Outcome;
import io.kosh.bench.torture.Call.Request;
import io.kosh.bench.torture.Checker.Item;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// One caller: gives coins, reserves, spends and takes back, repeats itself and others, as its own dice say. Half
/// of the callers ask again until they are answered, as a good client does; the others give up.
final class Client implements Runnable {
    private final Place place;
    private final History history;
    private final Pace pace;
    private final Random dice;
    private final boolean stubborn;
    private final List<HttpConnection> connections = new ArrayList<>();
    private final List<Call> own = new ArrayList<>();
    private final List<Call> allocated = new ArrayList<>();
    private final List<Call> burns = new ArrayList<>();
    private int turn;

    Client(int number, Place place, History history, Pace pace, long seed) {
        this.place = place;
        this.history = history;
        this.pace = pace;
        this.dice = new Random(seed);
        this.stubborn = number % 2 == 0;
        this.turn = number;
        for (var base : place.bases()) {
            connections.add(new HttpConnection(base, place.token()));
        }
    }

    @Override
    public void run() {
        try {
            while (pace.next(dice)) {
                step(dice.nextInt(100));
            }
        } finally {
            connections.forEach(HttpConnection::close);
        }
    }

    private void step(int rolled) {
        if (rolled < 42) {
            allocate();
        } else if (rolled < 48) {
            allocateInBulk();
        } else if (rolled < 56) {
            if (!own.isEmpty()) {
                send(own.get(dice.nextInt(own.size())));
            }
        } else if (rolled < 64) {
            Call another = history.latestAllocation();
            if (another != null) {
                send(another);
            }
        } else if (rolled < 67) {
            clash();
        } else if (rolled < 82) {
            reserve();
        } else if (rolled < 94) {
            end();
        } else {
            reverse();
        }
    }

    private void allocate() {
        Call call = allocation();
        begin(call);
        if (call.outcome() == Outcome.DONE) {
            allocated.add(call);
        }
    }

    /// Several in one request, each an allocation of its own, now and then the same one twice.
    private void allocateInBulk() {
        List<Call> calls = new ArrayList<>();
        StringJoiner items = new StringJoiner(",", "{\"companyId\":\"" + place.company() + "\",\"items\":[", "]}");
        for (int i = 2 + dice.nextInt(10); i > 0; i--) {
            Call call = allocation();
            history.add(call);
            own.add(call);
            calls.add(call);
            items.add(call.body());
            if (dice.nextInt(10) == 0) {
                calls.add(call);
                items.add(call.body());
            }
        }
        while (!sendInBulk(calls, items.toString()) && pace.breathe() && stubborn) {}
        calls.stream().distinct().filter(call -> call.outcome() == Outcome.DONE).forEach(allocated::add);
    }

    /// Whether every item was answered.
    private boolean sendInBulk(List<Call> calls, String body) {
        Answer answer;
        try {
            answer = connection().post("/api/v1/coins/allocations/bulk", body);
        } catch (ConnectException _) {
            turn++;
            return false;
        } catch (IOException _) {
            calls.forEach(Call::unanswered);
            turn++;
            return false;
        }
        if (!Call.good(answer)) {
            calls.forEach(call -> call.answered(answer));
            return !Call.leavesOpen(answer);
        }
        boolean all = true;
        List<Item> items = Checker.items(answer);
        for (int i = 0; i < calls.size(); i++) {
            Item item = items.get(i);
            if (item.transferId() != null) {
                calls.get(i).givenInBulk(item.transferId());
            } else {
                Answer refused = new Answer(item.status(), "");
                calls.get(i).answered(refused);
                all &= !Call.leavesOpen(refused);
            }
        }
        return all;
    }

    private Call allocation() {
        int which = dice.nextInt(10);
        String event = which < 6 ? Place.PLAIN : which < 9 ? Place.ENDING : Place.SCARCE;
        long amount = which < 6 ? Place.PLAIN_AMOUNT : which < 9 ? Place.ENDING_AMOUNT : Place.SCARCE_AMOUNT;
        String user = user();
        String id = "a" + history.number();
        return new Call(Kind.ALLOCATE, id, user, amount, allocation(id, user, event));
    }

    private Request allocation(String id, String user, String event) {
        return new Request(
                "/api/v0/enkash-coins/allocate-coin",
                "{\"companyId\":\"" + place.company() + "\",\"event\":\"" + event + "\",\"requestId\":\"" + id
                        + "\",\"userId\":\"" + user + "\"}");
    }

    /// An acknowledged id with another body must be refused.
    private void clash() {
        if (allocated.isEmpty()) {
            return;
        }
        Call first = allocated.get(dice.nextInt(allocated.size()));
        int other = (place.users().indexOf(first.user()) + 1) % place.users().size();
        Request request = allocation(first.id(), place.users().get(other), Place.PLAIN);
        try {
            Answer answer = connection().post(request.path(), request.body());
            if (answer.status() == 500) {
                history.found(Finding.of("answered 500 for an id with another body", first.id()));
            } else if (Call.good(answer)) {
                history.found(Finding.of("an id was taken again with another body", first.id()));
            }
        } catch (IOException _) {
            turn++;
        }
    }

    private void reserve() {
        String user = user();
        long amount = 1L + dice.nextInt(9);
        String id = "b" + history.number();
        Call call = new Call(
                Kind.RESERVE,
                id,
                user,
                amount,
                new Request(
                        "/api/v1/coins/burns",
                        "{\"userId\":\"" + user + "\",\"amount\":" + amount + ",\"requestId\":\"" + id
                                + "\",\"holdSeconds\":7200}"));
        begin(call);
        if (call.outcome() == Outcome.DONE) {
            burns.add(call);
        }
    }

    /// Commits a burn, wholly or in part, or releases it; now and then both, of which one must be refused.
    private void end() {
        if (burns.isEmpty()) {
            return;
        }
        Call burn = burns.remove(dice.nextInt(burns.size()));
        Answer answer = burn.acknowledgement();
        String burnId = answer == null ? null : Checker.text(answer, "burnId");
        if (burnId == null) {
            history.found(Finding.of("a reservation was answered without its id", burn.id()));
            return;
        }
        boolean committing = dice.nextInt(3) > 0;
        begin(committing ? commit(burn, burnId) : release(burn, burnId));
        if (dice.nextInt(8) == 0) {
            begin(committing ? release(burn, burnId) : commit(burn, burnId));
        }
    }

    private Call commit(Call burn, String burnId) {
        long spent = dice.nextBoolean() ? burn.amount() : 1L + dice.nextInt((int) burn.amount());
        return new Call(
                Kind.COMMIT,
                burnId,
                burn.user(),
                spent,
                new Request("/api/v1/coins/burns/" + burnId + "/commit", "{\"amount\":" + spent + "}"));
    }

    private static Call release(Call burn, String burnId) {
        return new Call(
                Kind.RELEASE, burnId, burn.user(), 0, new Request("/api/v1/coins/burns/" + burnId + "/release", "{}"));
    }

    private void reverse() {
        if (allocated.isEmpty()) {
            return;
        }
        Call first = allocated.remove(dice.nextInt(allocated.size()));
        begin(new Call(
                Kind.REVERSE,
                first.id(),
                first.user(),
                first.amount(),
                new Request("/api/v1/coins/reversals", "{\"requestId\":\"" + first.id() + "\"}")));
    }

    private String user() {
        return place.users().get(dice.nextInt(place.users().size()));
    }

    private void begin(Call call) {
        history.add(call);
        own.add(call);
        send(call);
    }

    private void send(Call call) {
        do {
            Answer answer = once(call);
            if (answer != null && !Call.leavesOpen(answer)) {
                return;
            }
        } while (pace.breathe() && stubborn);
    }

    /// Null where no answer came. What could not even connect was not sent, and the call knows nothing of it.
    private @Nullable Answer once(Call call) {
        try {
            Answer answer = connection().post(call.path(), call.body());
            call.answered(answer);
            return answer;
        } catch (ConnectException _) {
            turn++;
        } catch (IOException _) {
            call.unanswered();
            turn++;
        }
        return null;
    }

    private HttpConnection connection() {
        return connections.get(turn % connections.size());
    }
}
