package io.kosh.messages;

import io.kosh.kernel.ErrorCode;
import io.kosh.kernel.Refusal;
import io.kosh.messages.OneTimeCodes.Check;

/// Why a one-time code is not taken or not sent.
public enum CodeError implements ErrorCode {
    CODE_WRONG(Kind.RULE, "The code is another one; the message says how many tries are left."),
    CODE_EXHAUSTED(Kind.RULE, "There were five wrong tries: only a new code helps."),
    CODE_GONE(Kind.RULE, "No code counts: none was sent, or it was used, ended or is too old. Ask for a new one."),
    CODE_TOO_SOON(
            Kind.TOO_MANY, "A code was sent moments ago, or too many within the hour: wait for Retry-After seconds.");

    private final Kind kind;
    private final String meaning;

    CodeError(Kind kind, String meaning) {
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

    static void refuse(Check check) {
        switch (check) {
            case Check.Right() -> {}
            case Check.Wrong(int left) ->
                throw Refusal.ofField(CODE_WRONG, "code", "the code is another one; tries left: " + left);
            case Check.Exhausted() -> throw Refusal.ofField(CODE_EXHAUSTED, "code", CODE_EXHAUSTED.meaning());
            case Check.None() -> throw Refusal.ofField(CODE_GONE, "code", CODE_GONE.meaning());
        }
    }
}
