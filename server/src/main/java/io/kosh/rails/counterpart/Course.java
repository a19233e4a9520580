package io.kosh.rails.counterpart;

import io.kosh.rails.SandboxBank.Ending;
import io.kosh.rails.SandboxBank.Kind;
import java.time.Duration;
import java.util.List;

/// What becomes of a payment from the moment on at which nothing waits for its payer any more, step by step.
enum Course {
    PAID("00", "00", "paid", "The payment was successful."),
    PAID_SLOWLY("00", "00", "the bank is at work for 3 seconds, then paid", "The payment was successful."),
    PAID_HALF("00", "00", "paid, but half of what was asked for", "The payment was successful."),
    AUTHORISED("00", "00", "authorised, and paid 3 seconds later", "The payment was successful."),
    FAILED_THEN_PAID("U30", "05", "declined, and paid 3 seconds later after all", "The bank declined the payment."),
    NEVER_TOLD("01", "01", "the bank is at work for ever", "The bank has not answered yet."),
    DECLINED("ZA", "05", "declined by the payer or the bank", "The payment was declined."),
    NO_FUNDS("Z9", "51", "not enough money in the account", "There is not enough money in the account."),
    WRONG_PIN("ZM", "55", "a wrong PIN or code", "The PIN or code was wrong."),
    LIMIT("Z8", "61", "more than the payer's limit", "The amount is more than the payer's limit."),
    FREQUENCY("Z7", "65", "more payments than the payer's bank allows", "The bank allows no further payment today."),
    AMOUNT_CAP("U02", "61", "more than can be paid so at once", "The amount is more than can be paid at once."),
    PIN_TRIES("Z6", "75", "too many wrong PINs or codes", "The PIN or code was wrong too often."),
    RISK("U16", "57", "refused as a risk", "The payment was refused as a risk."),
    NOT_PERMITTED("B3", "57", "the account may not pay so", "The account is not permitted to pay this."),
    TIMED_OUT("U09", "68", "the payer's bank did not answer in time", "The bank did not answer in time."),
    DEEMED("RB", "96", "debited, the bank is at work for 8 seconds, then paid", "The payment was successful."),
    BANK_DOWN("U30", "91", "the payer's bank is not reached", "The bank cannot be reached now."),
    CARD_EXPIRED("ZA", "54", "the card has expired", "The card has expired."),
    OTHER_ACCOUNT("ZA", "57", "from another account than the one allowed", "The account is not the one that may pay."),
    NO_SUCH_VPA("ZH", "14", "there is no such VPA", "There is no such UPI ID."),
    EXPIRED("U69", "68", "nobody paid in time", "The time to pay is over.");

    private static final Duration WHILE = Duration.ofSeconds(3);
    private static final Duration LONG_WHILE = Duration.ofSeconds(8);

    private final String upiCode;
    private final String otherCode;
    private final String meaning;
    private final String message;

    Course(String upiCode, String otherCode, String meaning, String message) {
        this.upiCode = upiCode;
        this.otherCode = otherCode;
        this.meaning = meaning;
        this.message = message;
    }

    /// How a payment stands.
    enum Status {
        PENDING,
        AUTHORISED,
        PAID,
        DECLINED
    }

    /// @param after from the step before it
    record Step(Duration after, Status status) {
        static Step now(Status status) {
            return new Step(Duration.ZERO, status);
        }
    }

    List<Step> steps() {
        return switch (this) {
            case PAID, PAID_HALF -> List.of(Step.now(Status.PAID));
            case PAID_SLOWLY -> List.of(new Step(WHILE, Status.PAID));
            case DEEMED -> List.of(new Step(LONG_WHILE, Status.PAID));
            case AUTHORISED -> List.of(Step.now(Status.AUTHORISED), new Step(WHILE, Status.PAID));
            case FAILED_THEN_PAID -> List.of(Step.now(Status.DECLINED), new Step(WHILE, Status.PAID));
            case NEVER_TOLD -> List.of();
            case DECLINED,
                    NO_FUNDS,
                    WRONG_PIN,
                    LIMIT,
                    FREQUENCY,
                    AMOUNT_CAP,
                    PIN_TRIES,
                    RISK,
                    NOT_PERMITTED,
                    TIMED_OUT,
                    BANK_DOWN,
                    CARD_EXPIRED,
                    OTHER_ACCOUNT,
                    NO_SUCH_VPA,
                    EXPIRED -> List.of(Step.now(Status.DECLINED));
        };
    }

    /// The word of the network: NPCI's for UPI, of ISO 8583 for cards and whatever else.
    String code(Kind kind) {
        return kind == Kind.UPI_COLLECT || kind == Kind.UPI_LINK ? upiCode : otherCode;
    }

    String codes() {
        return upiCode.equals(otherCode) ? upiCode : upiCode + " / " + otherCode;
    }

    String meaning() {
        return meaning;
    }

    /// For the payer.
    String message() {
        return message;
    }

    static Course of(Ending ending) {
        return switch (ending) {
            case PAID -> PAID;
            case PAID_SLOWLY -> PAID_SLOWLY;
            case DECLINED -> DECLINED;
            case NO_FUNDS -> NO_FUNDS;
            case WRONG_PIN -> WRONG_PIN;
            case LIMIT -> LIMIT;
            case EXPIRED -> EXPIRED;
            case FAILED_THEN_PAID -> FAILED_THEN_PAID;
            case NEVER_TOLD -> NEVER_TOLD;
        };
    }
}
