package io.kosh.cards.internal;

import io.kosh.kernel.ErrorCode;

/// Why the card routes refuse.
enum CardError implements ErrorCode {
    CARD_ACCOUNT_UNKNOWN(Kind.NOT_FOUND, "The company has no card account with this id."),
    CARD_UNKNOWN(Kind.NOT_FOUND, "The account has no card with this id."),
    CARD_HOLDER_UNKNOWN(
            Kind.NOT_FOUND,
            "Nobody with this mobile, or with this email where no mobile is given, holds a card of the account."),
    CARD_HOLDER_DIFFERS(Kind.RULE, "The mobile or email is not that of the card's holder."),
    CARD_HOLDER_EXISTS(Kind.RULE, "The holder has a card already, and only new holders were to be given points."),
    CARD_USER_UNKNOWN(Kind.NOT_FOUND, "The company has no user with this id."),
    CARD_USER_INACTIVE(Kind.DECLINED, "The holder is inactive: can receive nothing and cannot be signed in."),
    CARD_NOT_ACTIVE(Kind.DECLINED, "The card is locked, blocked or not active yet."),
    CARD_ACCOUNT_NOT_POINTS(Kind.RULE, "The account counts rupees: points move in reward and incentive accounts only."),
    CARD_ACCOUNT_OF_ANOTHER_PARTNER(Kind.RULE, "The account was opened by another partner than the header names."),
    PRIMARY_CARD_MISSING(Kind.RULE, "The account's administrator has no usable card, which a bulk call needs."),
    PRIMARY_KYC_MISSING(
            Kind.RULE, "The company demands KYC of the primary card's holder before a bulk call, and has none."),
    PLAN_WITHOUT_BIN(Kind.RULE, "The account's plan is not among those that the company says have a type of BIN."),
    BULK_COMPANY_MISSING(Kind.RULE, "A bulk call names its company in the query."),
    CARD_ACCOUNT_INSUFFICIENT(Kind.DECLINED, "The account has less than is to be moved: fund it."),
    CARD_INSUFFICIENT(Kind.DECLINED, "The card has less than is to be moved."),
    CARD_BALANCE_OVERFLOW(Kind.DECLINED, "The balance would not fit 64 bits."),
    CARD_REFERENCE_REUSED(Kind.CONFLICT, "The reference was used for another request: send a new one."),
    FUNDING_UNKNOWN(Kind.NOT_FOUND, "The account has no funding with this reference."),
    CARD_EXPIRED(Kind.DECLINED, "The card's last month is over: replace it."),
    CARD_KYC_MISSING(Kind.DECLINED, "Nothing is known of the holder yet: record the KYC."),
    CARD_TERMS_NOT_ACCEPTED(Kind.DECLINED, "The holder has to accept the latest terms first."),
    CARD_ACCOUNT_NOT_RUPEES(Kind.RULE, "The account counts points: its cards have no number and carry no rupees."),
    CARD_PRIMARY_EXISTS(Kind.RULE, "The account has its primary card already."),
    CARD_GIFT_FIXED(
            Kind.DECLINED,
            "A gift card is loaded once, when it is made, and gives back what is left when it is blocked or has expired."),
    CARD_GATE_LIMIT(
            Kind.DECLINED,
            "Until the holder is known and has accepted the terms, only a first small amount may be on the card."),
    CARD_BALANCE_LIMIT(Kind.DECLINED, "More would be on the card than its kind and the holder's KYC allow."),
    CARD_MONTHLY_LOAD_LIMIT(Kind.DECLINED, "More would be loaded in the month than the holder's KYC allows."),
    CARD_YEARLY_LOAD_LIMIT(Kind.DECLINED, "More would be loaded in the financial year than the holder's KYC allows."),
    AUTHORIZATION_UNKNOWN(Kind.NOT_FOUND, "The company has no authorisation with this id."),
    AUTHORIZATION_DECLINED(Kind.DECLINED, "The card may not pay: the answer says why, and by which rule."),
    AUTHORIZATION_STATE(Kind.RULE, "The authorisation is in a state from which it cannot get there."),
    AUTHORIZATION_SOURCE_REUSED(Kind.CONFLICT, "The source was used for another message: send a new one."),
    CARD_CONTROL_ADMIN_ONLY(
            Kind.FORBIDDEN, "The caller says to be an administrator of the card account, and is none: leave it out."),
    CARD_RULE_UNKNOWN(Kind.NOT_FOUND, "The company has no rule with this id."),
    CARD_RULE_STATE(Kind.RULE, "The rule is in this mode already."),
    CARD_PLASTIC_EXISTS(Kind.DECLINED, "Plastic was ordered for the card already, or is there."),
    CARD_PLASTIC_UNKNOWN(Kind.NOT_FOUND, "No plastic was ordered for the card."),
    CARD_PLASTIC_STATE(
            Kind.DECLINED, "Plastic is ordered, printed, dispatched, delivered and activated in this order."),
    CARD_TERMS_VERSION(Kind.RULE, "There is no such version of the terms, or a newer one counts."),
    CARD_SIGN_IN_INVALID(Kind.RULE, "The sign-in token is unknown, was used or has ended: get a new one."),
    CARD_OTP_REQUIRED(
            Kind.RULE,
            "The call needs a one-time code of the holder, because the action always does or the company demands it."),
    CARD_OTP_MEDIUM_UNAVAILABLE(
            Kind.RULE, "Holders have no authenticator here: ask for a code and send otpMedium MOBILE."),
    CARD_MOVE_REFUSED(
            Kind.DECLINED, "The card cannot go from its state to the wanted one; a blocked card stays blocked."),
    CARD_NUMBERLESS(Kind.RULE, "The card has no number, and so no PIN and no security code: it carries points."),
    CARD_NOT_ADMINISTRATORS(Kind.RULE, "The reward account's page is for the holder of the account's primary card."),
    CARD_ACCOUNT_NOT_ACTIVE(
            Kind.DECLINED,
            "The card account is suspended: nothing is spent, given or made under it until it is resumed.");

    private final Kind kind;
    private final String meaning;

    CardError(Kind kind, String meaning) {
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
