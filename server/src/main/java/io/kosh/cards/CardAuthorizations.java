package io.kosh.cards;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import java.time.LocalDateTime;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/// The door for those who ask whether a card may pay: the native routes, and a network of terminals. It
/// decides by the card, its account, its controls, the merchant's category and the balance; holds and moves
/// value in the ledger; and keeps each decision.
///
/// Every call has a source, the caller's own and unique in the company for ever, of at most [#LONGEST_SOURCE]
/// characters. The same source with the same request has one effect and gets the first answer again, approved
/// or declined, with [AuthorizationDecision#replayed]; with another request it is declined as
/// [DeclineReason#SOURCE_REUSED]. All calls share one name space of sources. A call waits for the commit and
/// shares it with others of the company; it is never made inside a transaction.
///
/// Amounts are paise, 1 or more. What is no decision but the caller's mistake, such as a source that is too
/// long, throws a [io.kosh.kernel.Refusal].
public interface CardAuthorizations {
    int LONGEST_SOURCE = 100;

    /// Which card is meant.
    sealed interface CardName {
        /// By its token in the vault, as [io.kosh.vault.Vault.Holder] tells it for a number.
        record ByToken(String token) implements CardName {}

        /// By its public id, `EKC` + 7.
        record ById(String cardId) implements CardName {}
    }

    /// Which decision an earlier message was answered with.
    sealed interface Original {
        /// By the id in the answer, `ECA` + 10.
        record ById(String authorizationId) implements Original {}

        /// By the source of the first message: for those who know nothing else, such as a terminal whose
        /// request was never answered.
        record BySource(String source) implements Original {}
    }

    /// Where a card is used. Kept as it comes; decides only by its category.
    ///
    /// @param category the merchant category code of ISO 18245, four digits
    /// @param id       the merchant's id with its bank (DE42), null where it is not known
    /// @param name     as on the statement (DE43)
    /// @param terminal the terminal's id (DE41)
    record Merchant(
            String category,
            @Nullable String id,
            @Nullable String name,
            @Nullable String terminal) {}

    /// What the holder or the card showed; whatever is null was not shown. None of it is kept.
    ///
    /// @param pin          four digits in clear; a wrong one is counted by the vault
    /// @param securityCode the three digits on the back; wrong ones are counted
    /// @param expiry       as the card says it; must be the card's own
    record Shown(
            @Nullable Secret<String> pin,
            @Nullable Secret<String> securityCode,
            @Nullable YearMonth expiry) {
        public static final Shown NOTHING = new Shown(null, null, null);
    }

    /// A wish to pay.
    ///
    /// @param international whether the merchant is outside India
    /// @param localTime     the merchant's own time, null where it does not say; kept, decides nothing: days
    ///                      and hours are those of Asia/Kolkata at the moment of the decision
    /// @param partial       whether less than the amount may be approved where the card has less
    /// @param cashBack      whether the merchant pays out a part of the amount in cash (DE3 09)
    record Purchase(
            String source,
            CardName card,
            long amount,
            PurchaseChannel channel,
            boolean international,
            Merchant merchant,
            @Nullable LocalDateTime localTime,
            Shown shown,
            boolean partial,
            boolean cashBack) {
        /// Whether any of it is paid out in cash.
        public boolean paysCash() {
            return cashBack || channel == PurchaseChannel.ATM;
        }
    }

    /// Clears a hold, wholly or in part.
    ///
    /// @param card   whose it must be; null where the asker does not say
    /// @param amount 1 or more. Above what is held, the hold is cleared and the rest posted as [#advise] does
    /// @param last   whether nothing more will be cleared: what is still held is given back
    record Clearing(
            String source, Original original, @Nullable CardName card, long amount, boolean last) {}

    /// Takes an authorisation or a purchase back, wholly or in part: what is held, or where nothing is,
    /// what was cleared, also of a hold that timed out since. It is on the card again, and its limits have
    /// it again. What was cleared of a hold is taken back only where `amount` or `stays` says how much.
    ///
    /// @param card   whose it was; needed where the original may never have come, null where it is known
    ///               by its id
    /// @param amount what is taken back; null for all that is held or was purchased, or where `stays` says
    ///               it
    /// @param stays  what stays of what is left, for askers who know that; else null
    record Reversal(
            String source,
            Original original,
            @Nullable CardName card,
            @Nullable Long amount,
            @Nullable Long stays) {}

    /// Gives back what was cleared, wholly or in part. Limits do not have it again.
    ///
    /// @param card whose it must be; null where the asker does not say
    record Refund(
            String source, Original original, @Nullable CardName card, long amount) {}

    /// What a card has.
    ///
    /// @param balance   posted, held included; negative after a force post above it
    /// @param held      held by authorisations that were not cleared
    /// @param available the difference
    record Balance(String cardId, long balance, long held, long available) {}

    /// A wish to know what a card has, of whoever holds it.
    record Enquiry(CardName card, PurchaseChannel channel, boolean international, Shown shown) {}

    /// What an enquiry was answered.
    sealed interface Enquired {
        record Told(Balance balance) implements Enquired {}

        record Refused(DeclineReason reason) implements Enquired {}
    }

    /// Decides and holds the amount, until it is cleared, reversed or timed out (DE3 00 or 01 in a 0100).
    AuthorizationDecision authorize(CompanyKey company, Purchase purchase);

    /// Decides and clears at once (0200).
    AuthorizationDecision purchase(CompanyKey company, Purchase purchase);

    /// Posts what another has approved in our place, or what was never asked (0120, 0220). No limit, control,
    /// state or balance declines it: the card may go below zero. It counts against the limits. Declined only
    /// where there is no such card, it carries points, the source was reused, or it was reversed before it
    /// came.
    AuthorizationDecision advise(CompanyKey company, Purchase purchase);

    /// Clears a hold. A hold that timed out is cleared as [#advise] posts; one that was cleared or
    /// reversed is not.
    AuthorizationDecision capture(CompanyKey company, Clearing clearing);

    /// Takes back (0400, 0420). Where the original by source never came and the card is named, the reversal
    /// is kept and approved with amount 0, and the original is declined when it comes later.
    AuthorizationDecision reverse(CompanyKey company, Reversal reversal);

    /// Gives back to the holder.
    AuthorizationDecision refund(CompanyKey company, Refund refund);

    /// What a card has; null where the company has no such card of rupees.
    @Nullable
    Balance balance(CompanyKey company, CardName card);

    /// Tells the holder what the card has (DE3 31): a card that could pay by the channel, with its PIN,
    /// which counts as it does for a purchase. Nothing is kept of it.
    Enquired enquire(CompanyKey company, Enquiry enquiry);
}
