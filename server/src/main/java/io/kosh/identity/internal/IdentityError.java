package io.kosh.identity.internal;

import io.kosh.kernel.ErrorCode;

/// Why the routes about companies, people and credentials refuse.
enum IdentityError implements ErrorCode {
    COMPANY_ID_TAKEN(Kind.CONFLICT, "There is a company with this id already."),
    USER_ID_TAKEN(Kind.CONFLICT, "There is something with this id already."),
    USERNAME_TAKEN(Kind.CONFLICT, "There is a login with this user name already."),
    OPERATOR_EXISTS(Kind.CONFLICT, "The installation has an operator already, who can create further ones."),
    USER_UNKNOWN(Kind.NOT_FOUND, "The company has no user with this id."),
    PARTNER_UNKNOWN(Kind.NOT_FOUND, "There is no partner with this id."),
    CONTACT_UNKNOWN(Kind.RULE, "The user has no such address: set it first."),
    CONTACT_VERIFIED(Kind.CONFLICT, "The address is verified already, so there is nothing to do."),
    LOGIN_UNKNOWN(Kind.NOT_FOUND, "There is no login with this user name."),
    CLIENT_UNKNOWN(Kind.NOT_FOUND, "There is no API client with this id."),
    STATE_UNCHANGED(Kind.CONFLICT, "It is in the wanted state already, so there is nothing to do.");

    private final Kind kind;
    private final String meaning;

    IdentityError(Kind kind, String meaning) {
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
