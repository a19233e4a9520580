package io.kosh.bench.torture;

import io.kosh.bench.HttpConnection.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that a client asked for, under one id, however often it was sent, and every answer that came.
final class Call {
    private final Kind kind;
    private final String id;
    private final String user;
    private final long amount;
    private final String path;
    private final String body;
    private final List<Answer> answers = new ArrayList<>();
    private int unanswered;
    private @Nullable String givenInBulk;
    private int given;

    /// What a call asks for; its source is the kind under which the ledger's journal has it.
    enum Kind {
        ALLOCATE("coins.allocate"),
        REVERSE("coins.reverse"),
        RESERVE("coins.burn"),
        COMMIT("coins.burn-commit"),
        RELEASE("coins.burn-release");

        private final String source;

        Kind(String source) {
            this.source = source;
        }

        String source() {
            return source;
        }
    }

    /// What the answers so far say about the effect.
    enum Outcome {
        /// Acknowledged: it has its effect, once.
        DONE,
        /// Refused each time: it has none.
        REFUSED,
        /// An answer is missing or says try again: once or not at all.
        OPEN
    }

    /// The ledger's name of an effect.
    ///
    /// @param source its kind there
    record Ref(String source, String id) {
        @Override
        public String toString() {
            return source + "/" + id;
        }
    }

    Call(Kind kind, String id, String user, long amount, Request request) {
        this.kind = kind;
        this.id = id;
        this.user = user;
        this.amount = amount;
        this.path = request.path();
        this.body = request.body();
    }

    /// What goes over the wire.
    record Request(String path, String body) {}

    Kind kind() {
        return kind;
    }

    /// The request id; the id of the burn where a call ends one.
    String id() {
        return id;
    }

    String user() {
        return user;
    }

    long amount() {
        return amount;
    }

    String path() {
        return path;
    }

    String body() {
        return body;
    }

    Ref ref() {
        return new Ref(kind.source(), id);
    }

    /// Whether it takes from the event's budget.
    boolean scarce() {
        return kind == Kind.ALLOCATE && body.contains("\"" + Place.SCARCE + "\"");
    }

    synchronized void answered(Answer answer) {
        answers.add(answer);
    }

    /// It was one item of a bulk request, and the answer said that it was done.
    ///
    /// @param transferId the transfer that the answer named
    synchronized void givenInBulk(String transferId) {
        if (givenInBulk == null) {
            givenInBulk = transferId;
        }
        given++;
    }

    /// The transfer that the answer to a bulk request named, null where there was none.
    synchronized @Nullable String transferGivenInBulk() {
        return givenInBulk;
    }

    /// It was sent, at least in part, and no answer came.
    synchronized void unanswered() {
        unanswered++;
    }

    synchronized List<Answer> answers() {
        return List.copyOf(answers);
    }

    /// How often it was sent.
    synchronized int sent() {
        return answers.size() + unanswered + given;
    }

    synchronized Outcome outcome() {
        if (givenInBulk != null) {
            return Outcome.DONE;
        }
        boolean open = unanswered > 0;
        for (Answer answer : answers) {
            if (good(answer)) {
                return Outcome.DONE;
            }
            open |= leavesOpen(answer);
        }
        return open ? Outcome.OPEN : Outcome.REFUSED;
    }

    /// The first answer that acknowledged it; null where none did.
    synchronized @Nullable Answer acknowledgement() {
        return answers.stream().filter(Call::good).findFirst().orElse(null);
    }

    static boolean good(Answer answer) {
        return answer.status() / 100 == 2;
    }

    /// Whether a call with this answer may have had its effect: 5xx says nothing about that.
    static boolean leavesOpen(Answer answer) {
        return answer.status() >= 500;
    }

    @Override
    public String toString() {
        return ref() + " of " + user + " (" + outcome() + ", sent " + sent() + " times)";
    }
}
