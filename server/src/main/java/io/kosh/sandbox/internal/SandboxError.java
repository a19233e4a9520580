package io.kosh.sandbox.internal;

import io.kosh.kernel.ErrorCode;

/// Why the sandbox's routes refuse.
enum SandboxError implements ErrorCode {
    CLOCK_BACKWARDS(Kind.RULE, "Business time never goes backwards: restore a snapshot or make a fresh company."),
    CLOCK_BUSY(Kind.CONFLICT, "The company's time or state is being moved already: wait until that call has ended."),
    SCENARIO_UNKNOWN(Kind.NOT_FOUND, "The company has no such scenario."),
    SCENARIOS_FULL(Kind.RULE, "The company has 1,000 scenarios: end some that are used up."),
    HOOK_UNKNOWN(Kind.NOT_FOUND, "There is no such catcher of webhooks."),
    HOOKS_FULL(Kind.RULE, "The company has 100 catchers of webhooks: use one of them."),
    INBOX_UNKNOWN(Kind.NOT_FOUND, "The company's inbox has no message with this id (any more)."),
    REQUEST_UNKNOWN(Kind.NOT_FOUND, "The event log of the company has no request with this id (any more)."),
    STREAMS_FULL(Kind.TOO_MANY, "This server streams events to 32 listeners already: close one."),
    REPLAY_IMPOSSIBLE(Kind.RULE, "The request cannot be made again from here: copy its curl line."),
    SNAPSHOT_UNKNOWN(Kind.NOT_FOUND, "The company has no snapshot of this name."),
    SNAPSHOTS_FULL(Kind.RULE, "The company has 50 snapshots: delete one."),
    SNAPSHOT_TOO_LARGE(Kind.RULE, "The company's state has more than 200,000 rows: use a smaller one."),
    SWIPED_CARD_UNKNOWN(Kind.NOT_FOUND, "The company has no such card with a number: make one, or choose another."),
    CARD_LINE_SHUT(Kind.RULE, "The port of card messages is not open: see kosh.cards.iso8583.enabled.");

    private final Kind kind;
    private final String meaning;

    SandboxError(Kind kind, String meaning) {
        this.kind = kind;
        this.meaning = meaning;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
