package io.kosh.loyalty.internal;

import io.kosh.kernel.ErrorCode;

/// Why the programme routes refuse.
enum ProgrammeError implements ErrorCode {
    PROGRAMME_UNKNOWN(Kind.NOT_FOUND, "The company has no programme with this id."),
    PROGRAMME_NOT_RUNNING(Kind.RULE, "The programme had not begun or was over at the event's time."),
    PROGRAMME_EVENT_UNKNOWN(Kind.NOT_FOUND, "The programme has no event with this id."),
    PROGRAMME_EVENT_REUSED(Kind.CONFLICT, "The event id was used for another event: send a new one."),
    PROGRAMME_EVENT_LATER(Kind.RULE, "The event is said to happen in the future, or too long ago."),
    PROGRAMME_MEMBER_UNKNOWN(Kind.NOT_FOUND, "The holder has no standing in the programme.");

    private final Kind kind;
    private final String meaning;

    ProgrammeError(Kind kind, String meaning) {
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
