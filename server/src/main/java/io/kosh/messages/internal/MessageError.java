package io.kosh.messages.internal;

import io.kosh.kernel.ErrorCode;

/// Why the routes about messages refuse.
enum MessageError implements ErrorCode {
    MESSAGE_UNKNOWN(Kind.NOT_FOUND, "The company has no message with this id (any more).");

    private final Kind kind;
    private final String meaning;

    MessageError(Kind kind, String meaning) {
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
