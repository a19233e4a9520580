package io.kosh.sandbox.internal;

import io.kosh.kernel.ErrorCode;

/// Why the sandbox's routes refuse.
enum SandboxError implements ErrorCode {
    CLOCK_BACKWARDS(Kind.RULE, "Business time never goes backwards: restore a snapshot or make a fresh company."),
    CLOCK_BUSY(Kind.CONFLICT, "The company's time or state is being moved already: wait until that call has ended.");

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
