package io.kosh.cards.connectors.iso8583;

import io.kosh.cards.AuthorizationDecision;
import io.kosh.cards.AuthorizationDecision.Approved;
import io.kosh.cards.AuthorizationDecision.Declined;
import io.kosh.cards.CardAuthorizations;
import io.kosh.cards.CardAuthorizations.Balance;
import io.kosh.cards.CardAuthorizations.CardName;
import io.kosh.cards.CardAuthorizations.Clearing;
import io.kosh.cards.CardAuthorizations.Enquired;
import io.kosh.cards.CardAuthorizations.Enquiry;
import io.kosh.cards.CardAuthorizations.Original;
import io.kosh.cards.CardAuthorizations.Purchase;
import io.kosh.cards.CardAuthorizations.Refund;
import io.kosh.cards.CardAuthorizations.Reversal;
import io.kosh.cards.CardAuthorizations.Shown;
import io.kosh.cards.DeclineReason;
import io.kosh.kernel.ErrorCode;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.Settings;
import io.kosh.vault.Vault;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Decides what a message is answered: finds whose card it is about, and asks the door.
@Component
final class TerminalMessages {
    private static final Logger LOG = LoggerFactory.getLogger(TerminalMessages.class);
    private static final int PIN_DIGITS = 4;
    private static final int ACTUAL_AMOUNT = 12;

    private final CardAuthorizations authorizations;
    private final Vault vault;
    private final @Nullable PinBlocks pins;
    private final Sources sources;
    private final Clock clock;

    TerminalMessages(
            CardAuthorizations authorizations, Vault vault, Iso8583Settings settings, Settings all, Clock clock) {
        this.authorizations = authorizations;
        this.vault = vault;
        String pinKey = settings.pinKeyIn(all.profile());
        this.pins = pinKey == null ? null : new PinBlocks(pinKey);
        this.sources = new Sources(clock);
        this.clock = clock;
    }

    /// What came of a message.
    ///
    /// @param decision null where it came to none
    /// @param balance  what an enquiry is told, null where nothing is
    /// @param holder   whose card it is, null where that is not known
    /// @param problem  the data element at fault, null where none is
    record Result(
            ResponseCode code,
            @Nullable AuthorizationDecision decision,
            @Nullable Balance balance,
            Vault.@Nullable Holder holder,
            @Nullable Integer problem) {
        static Result of(ResponseCode code) {
            return new Result(code, null, null, null, null);
        }

        /// The reason in a word, null for an approval.
        @Nullable
        String reason() {
            return switch (decision) {
                case Declined declined -> declined.reason().name();
                case Approved _ -> null;
                case null -> problem == null ? null : "DE" + problem;
            };
        }
    }

    /// Never throws: whatever goes wrong is an answer.
    Result decide(CardMessage message, MessageType type) {
        Vault.Holder holder = null;
        try {
            Secret<String> number = message.number();
            holder = vault.holderOf(number);
            if (holder == null) {
                return Result.of(ResponseCode.INVALID_NUMBER);
            }
            return decided(message, type, holder, number);
        } catch (CardMessage.Misformed misformed) {
            return new Result(ResponseCode.MISFORMED, null, null, holder, misformed.element());
        } catch (Refused refused) {
            return new Result(refused.code, null, null, holder, null);
        } catch (Refusal refusal) {
            LOG.warn("{} was refused by {}", message, refusal.code().name());
            return new Result(code(refusal), null, null, holder, null);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("{} could not be decided", message);
            return new Result(ResponseCode.MALFUNCTION, null, null, holder, null);
        }
    }

    /// An answer without a decision.
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final ResponseCode code;

        Refused(ResponseCode code) {
            super(code.code(), null, false, false);
            this.code = code;
        }
    }

    private static ResponseCode code(Refusal refusal) {
        ErrorCode.Kind kind = refusal.code().kind();
        return switch (kind) {
            case UNAVAILABLE, TOO_MANY -> ResponseCode.UNAVAILABLE;
            case INVALID -> ResponseCode.MISFORMED;
            default -> ResponseCode.MALFUNCTION;
        };
    }

    private Result decided(CardMessage message, MessageType type, Vault.Holder holder, Secret<String> number) {
        if (Asked.kind(message).equals(Asked.ENQUIRY)) {
            return enquired(new Asked(message, type, holder, number, 0));
        }
        long amount = AskedPurchase.amount(message);
        if (amount < 1) {
            throw new Refused(ResponseCode.INVALID_AMOUNT);
        }
        Asked asked = new Asked(message, type, holder, number, amount);
        AuthorizationDecision decision = switch (type) {
            case AUTHORIZATION -> authorizations.authorize(holder.company(), purchase(asked));
            case FINANCIAL -> asked.refunds() ? refund(asked) : pay(asked);
            case AUTHORIZATION_ADVICE -> authorizations.advise(holder.company(), purchase(asked));
            case FINANCIAL_ADVICE -> asked.refunds() ? refund(asked) : cleared(asked);
            case REVERSAL, REVERSAL_ADVICE -> reverse(asked);
            case NETWORK -> throw new Refused(ResponseCode.INVALID_TRANSACTION);
        };
        return new Result(code(decision, asked), decision, null, holder, null);
    }

    /// An enquiry moves nothing: whatever its amount says, and however often it comes.
    private Result enquired(Asked asked) {
        if (!asks(asked.type())) {
            throw new Refused(ResponseCode.INVALID_TRANSACTION);
        }
        CardMessage message = asked.message();
        Enquiry enquiry = new Enquiry(
                asked.card(), AskedPurchase.channel(message), AskedPurchase.international(message), shown(asked, null));
        return switch (authorizations.enquire(asked.holder().company(), enquiry)) {
            case Enquired.Told(Balance balance) ->
                new Result(ResponseCode.APPROVED, null, balance, asked.holder(), null);
            case Enquired.Refused(DeclineReason reason) ->
                new Result(
                        ResponseCode.of(reason),
                        new Declined(null, reason, null, null, false),
                        null,
                        asked.holder(),
                        null);
        };
    }

    /// A message about a card that is known.
    private record Asked(
            CardMessage message, MessageType type, Vault.Holder holder, Secret<String> number, long amount) {
        private static final String PURCHASE = "00";
        private static final String CASH = "01";
        private static final String PURCHASE_WITH_CASH = "09";
        private static final String REFUND = "20";
        private static final String ENQUIRY = "31";

        CardName card() {
            return new CardName.ByToken(holder.token());
        }

        private String kind() {
            return kind(message);
        }

        static String kind(CardMessage message) {
            return message.needed(Element.PROCESSING_CODE).substring(0, 2);
        }

        boolean refunds() {
            return kind().equals(REFUND);
        }

        boolean pays() {
            return switch (kind()) {
                case PURCHASE, CASH, PURCHASE_WITH_CASH -> true;
                default -> false;
            };
        }
    }

    private static ResponseCode code(AuthorizationDecision decision, Asked asked) {
        return switch (decision) {
            case Declined declined -> ResponseCode.of(declined.reason());
            case Approved approved
            when asks(asked.type()) && approved.amount() < asked.amount() -> ResponseCode.PARTLY_APPROVED;
            case Approved _ -> ResponseCode.APPROVED;
        };
    }

    private static boolean asks(MessageType type) {
        return type == MessageType.AUTHORIZATION || type == MessageType.FINANCIAL;
    }

    private AuthorizationDecision pay(Asked asked) {
        return authorizations.purchase(asked.holder().company(), purchase(asked));
    }

    private Purchase purchase(Asked asked) {
        CardMessage message = asked.message();
        if (!asked.pays()) {
            throw new Refused(ResponseCode.INVALID_TRANSACTION);
        }
        Map<String, String> more = PrivateData.read(message);
        return new Purchase(
                sources.of(message, asked.type()),
                asked.card(),
                asked.amount(),
                AskedPurchase.channel(message),
                AskedPurchase.international(message),
                AskedPurchase.merchant(message),
                AskedPurchase.localTime(message, clock),
                shown(asked, more.get(PrivateData.SECURITY_CODE)),
                // A part of what the merchant is paid in another currency cannot be told yet, so none is offered.
                "1".equals(more.get(PrivateData.PARTIAL)) && !AskedPurchase.isBilledElsewhere(message),
                asked.kind().equals(Asked.PURCHASE_WITH_CASH));
    }

    private Shown shown(Asked asked, @Nullable String securityCode) {
        return new Shown(
                pin(asked),
                securityCode == null ? null : new Secret<>(securityCode),
                asked.message().expiry());
    }

    /// The PIN that was typed in, null where none was.
    private @Nullable Secret<String> pin(Asked asked) {
        String block = asked.message().text(Element.PIN_BLOCK);
        if (block == null) {
            return null;
        }
        Secret<String> pin = pins == null ? null : pins.open(block, asked.number());
        if (pin == null) {
            LOG.warn("{}: its PIN block cannot be opened: see kosh.cards.iso8583.pin-key", asked.message());
            throw new Refused(ResponseCode.MALFUNCTION);
        }
        // No card has a PIN of another length.
        if (pin.value().length() != PIN_DIGITS) {
            throw new Refused(ResponseCode.WRONG_PIN);
        }
        return pin;
    }

    /// The clearing of what was held, or of what was never asked.
    private AuthorizationDecision cleared(Asked asked) {
        String original = sources.original(asked.message());
        return original == null
                ? authorizations.advise(asked.holder().company(), purchase(asked))
                : authorizations.capture(
                        asked.holder().company(),
                        new Clearing(
                                sources.of(asked.message(), asked.type()),
                                new Original.BySource(original),
                                asked.card(),
                                asked.amount(),
                                true));
    }

    private AuthorizationDecision refund(Asked asked) {
        return authorizations.refund(
                asked.holder().company(),
                new Refund(
                        sources.of(asked.message(), asked.type()),
                        new Original.BySource(original(asked)),
                        asked.card(),
                        asked.amount()));
    }

    private String original(Asked asked) {
        String original = sources.original(asked.message());
        if (original == null) {
            throw new CardMessage.Misformed(Element.ORIGINAL);
        }
        return original;
    }

    /// A refund that was taken back would be a payment that nobody decided: it is repeated until it is
    /// answered.
    private AuthorizationDecision reverse(Asked asked) {
        if (asked.refunds()) {
            throw new Refused(ResponseCode.INVALID_TRANSACTION);
        }
        return authorizations.reverse(
                asked.holder().company(),
                new Reversal(
                        sources.of(asked.message(), asked.type()),
                        new Original.BySource(original(asked)),
                        asked.card(),
                        null,
                        stays(asked)));
    }

    /// Data element 95 begins with what stays, in the merchant's currency: what the card is billed of it is the same
    /// part as of the whole. Null where all is taken back.
    private static @Nullable Long stays(Asked asked) {
        String replacement = asked.message().text(Element.REPLACEMENT);
        if (replacement == null) {
            return null;
        }
        if (replacement.length() < ACTUAL_AMOUNT
                || !replacement.substring(0, ACTUAL_AMOUNT).matches("[0-9]+")) {
            throw new CardMessage.Misformed(Element.REPLACEMENT);
        }
        long stays = Long.parseLong(replacement, 0, ACTUAL_AMOUNT, 10);
        long sent = Long.parseLong(asked.message().needed(Element.AMOUNT));
        if (stays == 0) {
            return null;
        }
        if (stays >= sent) {
            throw new Refused(ResponseCode.INVALID_AMOUNT);
        }
        return AskedPurchase.isBilledElsewhere(asked.message())
                ? BigDecimal.valueOf(stays)
                        .multiply(BigDecimal.valueOf(asked.amount()))
                        .divide(BigDecimal.valueOf(sent), 0, RoundingMode.HALF_UP)
                        .longValueExact()
                : stays;
    }
}
