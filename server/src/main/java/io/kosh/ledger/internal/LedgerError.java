package io.kosh.ledger.internal;

import io.kosh.kernel.ErrorCode;

/// Why the ledger's routes refuse.
enum LedgerError implements ErrorCode {
    ACCOUNT_UNKNOWN(Kind.NOT_FOUND, "There is no account with this id in the company's books."),
    TRANSFER_UNKNOWN(Kind.NOT_FOUND, "There is no transfer with this id or source in the company's books."),
    BALANCE_INSUFFICIENT(Kind.RULE, "The account that would be debited has not enough available."),
    SOURCE_REUSED(Kind.CONFLICT, "The source id was used for another transfer: send a new one."),
    SUM_OVERFLOW(Kind.RULE, "A sum would not fit 64 bits."),
    CHAIN_EMPTY(
            Kind.NOT_FOUND,
            "Nothing of the company's books is sealed yet: sealing follows a posting within some seconds."),
    AUDIT_BUSY(Kind.UNAVAILABLE, "Another audit is running: try again when it is done.");

    private final Kind kind;
    private final String meaning;

    LedgerError(Kind kind, String meaning) {
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
