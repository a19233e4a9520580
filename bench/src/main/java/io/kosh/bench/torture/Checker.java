package io.kosh.bench.torture;

import io.kosh.bench.HttpConnection.Answer;
import io.kosh.bench.torture.Call.Kind;
import io.kosh.bench.torture.Call.Ref;
import io.kosh.bench.torture.Facts.Holding;
import io.kosh.bench.torture.Facts.Journal;
import io.kosh.bench.torture.Facts.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Compares what the clients were told with what the books say. Pure: the same history and facts give the same
/// findings.
final class Checker {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<Call> calls;
    private final Facts facts;
    private final Map<Ref, List<Line>> lines = new HashMap<>();
    private final Map<String, List<String>> findings = new LinkedHashMap<>();

    private Checker(List<Call> calls, Facts facts) {
        this.calls = calls;
        this.facts = facts;
        for (Line line : facts.lines()) {
            lines.computeIfAbsent(line.ref(), _ -> new ArrayList<>()).add(line);
        }
    }

    static List<Finding> check(List<Call> calls, Facts facts) {
        Checker checker = new Checker(calls, facts);
        Set<Ref> known = new HashSet<>();
        for (Call call : calls) {
            known.add(call.ref());
            checker.effect(call);
            checker.answers(call);
        }
        for (Line line : facts.lines()) {
            if (!known.contains(line.ref())) {
                checker.found("in the books without having been asked for", line.ref());
            }
        }
        checker.ends();
        checker.budget();
        checker.holdings();
        return checker.findings.entrySet().stream()
                .map(entry -> new Finding(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// Whether the effect is there as often as the answers promise, and is the one that was asked for.
    private void effect(Call call) {
        Ref ref = call.ref();
        Journal journal = facts.journal().get(ref);
        List<Line> own = lines.getOrDefault(ref, List.of());
        if (own.size() > 1) {
            found("there more than once", ref);
        }
        if ((journal != null) != !own.isEmpty()) {
            found("in the journal and not in the user's history, or the reverse", ref);
        }
        boolean there = journal != null || !own.isEmpty();
        switch (call.outcome()) {
            case DONE -> {
                if (!there) {
                    found("acknowledged and lost", ref);
                }
            }
            case REFUSED -> {
                if (there) {
                    found("refused and done all the same", ref);
                }
            }
            case OPEN -> {}
        }
        if (journal != null && !matches(call, journal)) {
            found("not the transfer that was asked for or answered", ref);
        }
        for (Line line : own) {
            if (!matches(call, line)) {
                found("not the line that was asked for", ref);
            }
        }
    }

    private static boolean matches(Call call, Journal journal) {
        Answer answer = call.acknowledgement();
        String answered = answer == null
                ? null
                : switch (call.kind()) {
                    case REVERSE -> text(answer, "transferId");
                    case RESERVE -> text(answer, "burnId");
                    case ALLOCATE, COMMIT, RELEASE -> null;
                };
        String given = call.transferGivenInBulk();
        if (given != null && !given.equals(journal.transferId())) {
            return false;
        }
        return journal.balanced()
                && (call.kind() == Kind.RELEASE || call.kind() == Kind.COMMIT || journal.moved() == call.amount())
                && (answered == null || answered.equals(journal.transferId()));
    }

    private static boolean matches(Call call, Line line) {
        return line.user().equals(call.user())
                && switch (call.kind()) {
                    case ALLOCATE -> line.credited() == call.amount() && line.debited() == 0;
                    case REVERSE, COMMIT -> line.debited() == call.amount() && line.credited() == 0;
                    case RESERVE, RELEASE -> line.debited() == 0 && line.credited() == 0;
                };
    }

    /// All good answers to one call say the same, and none says that the fault is ours.
    private void answers(Call call) {
        Answer first = call.acknowledgement();
        for (Answer answer : call.answers()) {
            if (answer.status() == 500) {
                found("answered 500", call.ref());
            }
            if (first != null && Call.good(answer) && !same(call.kind(), first, answer)) {
                found("answered differently when repeated", call.ref());
            }
        }
    }

    /// Whether a repetition's answer is the first one again. A burn may have ended since, and a reversal says that
    /// it repeats.
    static boolean same(Kind kind, Answer first, Answer again) {
        if (first.status() != again.status()) {
            return false;
        }
        return switch (kind) {
            case REVERSE -> sameFields(first, again, List.of("transferId", "requestId"));
            case RESERVE -> sameFields(first, again, List.of("burnId", "userId", "amount", "expiresAt"));
            case ALLOCATE, COMMIT, RELEASE -> Objects.equals(json(first), json(again));
        };
    }

    private static boolean sameFields(Answer first, Answer again, List<String> names) {
        return names.stream().allMatch(name -> Objects.equals(text(first, name), text(again, name)));
    }

    /// A text of an answer; null where it has none of that name.
    static @Nullable String text(Answer answer, String name) {
        JsonNode json = json(answer);
        return json == null || !json.has(name) ? null : json.get(name).asString();
    }

    /// What a bulk answer says of one item: its transfer, or the status that the call alone would have had.
    record Item(@Nullable String transferId, int status) {}

    /// The items of a bulk answer, in order.
    static List<Item> items(Answer answer) {
        List<Item> items = new ArrayList<>();
        for (JsonNode result : JSON.readTree(answer.text()).required("results")) {
            JsonNode transfer = result.required("transferId");
            items.add(
                    transfer.isNull()
                            ? new Item(
                                    null,
                                    result.required("error").required("status").asInt())
                            : new Item(transfer.asString(), 200));
        }
        return items;
    }

    private static @Nullable JsonNode json(Answer answer) {
        try {
            return JSON.readTree(answer.text());
        } catch (JacksonException _) {
            return null;
        }
    }

    /// A burn ends once, and what takes something back has something to take.
    private void ends() {
        Set<String> burns = new HashSet<>();
        Set<String> committed = new HashSet<>();
        Set<String> allocated = new HashSet<>();
        for (Call call : calls) {
            Journal journal = facts.journal().get(call.ref());
            if (journal == null) {
                continue;
            }
            switch (call.kind()) {
                case RESERVE -> burns.add(journal.transferId());
                case COMMIT -> committed.add(call.id());
                case ALLOCATE -> allocated.add(call.id());
                case RELEASE, REVERSE -> {}
            }
        }
        for (Call call : calls) {
            if (!facts.journal().containsKey(call.ref())) {
                continue;
            }
            switch (call.kind()) {
                case RELEASE -> {
                    if (committed.contains(call.id())) {
                        found("both committed and released", call.ref());
                    }
                    if (!burns.contains(call.id())) {
                        found("released without having been reserved", call.ref());
                    }
                }
                case COMMIT -> {
                    if (!burns.contains(call.id())) {
                        found("committed without having been reserved", call.ref());
                    }
                }
                case REVERSE -> {
                    if (!allocated.contains(call.id())) {
                        found("reversed without having been allocated", call.ref());
                    }
                }
                case ALLOCATE, RESERVE -> {}
            }
        }
    }

    /// What was given of the scarce event and not taken back stays within its budget.
    private void budget() {
        Set<String> scarce = new HashSet<>();
        long given = 0;
        for (Call call : calls) {
            if (call.scarce() && facts.journal().containsKey(call.ref())) {
                scarce.add(call.id());
                given += call.amount();
            }
        }
        for (Call call : calls) {
            if (call.kind() == Kind.REVERSE
                    && scarce.contains(call.id())
                    && facts.journal().containsKey(call.ref())) {
                given -= call.amount();
            }
        }
        if (given > Place.BUDGET) {
            found("more was given than the budget allows", given + " of " + Place.BUDGET);
        }
    }

    /// Each user has what the calls explain that are in the books.
    private void holdings() {
        Map<String, Long> balances = new HashMap<>();
        Map<String, Long> held = new HashMap<>();
        Map<String, Long> reserved = new HashMap<>();
        Set<String> ended = new HashSet<>();
        for (Call call : calls) {
            Journal journal = facts.journal().get(call.ref());
            if (journal == null) {
                continue;
            }
            switch (call.kind()) {
                case ALLOCATE -> balances.merge(call.user(), call.amount(), Long::sum);
                case REVERSE -> balances.merge(call.user(), -call.amount(), Long::sum);
                case COMMIT -> {
                    balances.merge(call.user(), -call.amount(), Long::sum);
                    ended.add(call.id());
                }
                case RELEASE -> ended.add(call.id());
                case RESERVE -> reserved.put(journal.transferId(), call.amount());
            }
        }
        for (Call call : calls) {
            Journal journal = facts.journal().get(call.ref());
            if (call.kind() == Kind.RESERVE && journal != null && !ended.contains(journal.transferId())) {
                held.merge(call.user(), reserved.getOrDefault(journal.transferId(), 0L), Long::sum);
            }
        }
        facts.holdings().forEach((user, has) -> {
            long balance = balances.getOrDefault(user, 0L);
            long onHold = held.getOrDefault(user, 0L);
            Holding explained = new Holding(balance, onHold, balance - onHold);
            if (!has.equals(explained)) {
                found(
                        "a user's coins are not what the calls explain",
                        user + " has " + has + ", explained " + explained);
            }
            if (has.available() < 0) {
                found("a user has less than nothing", user);
            }
        });
    }

    private void found(String what, Object about) {
        findings.computeIfAbsent(what, _ -> new ArrayList<>()).add(about.toString());
    }
}
