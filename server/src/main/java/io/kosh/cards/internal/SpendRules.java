package io.kosh.cards.internal;

import io.kosh.cards.CardAuthorizations.Enquiry;
import io.kosh.cards.CardAuthorizations.Purchase;
import io.kosh.cards.CardAuthorizations.Shown;
import io.kosh.cards.DeclineReason;
import io.kosh.cards.PurchaseChannel;
import io.kosh.vault.Vault.PinCheck;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a card may pay, as one pure function of what is known of it. Limits over a time and the balance
/// are left to the ledger, which decides them under the lock of the card's account.
final class SpendRules {
    /// The most that is paid by holding a card to a terminal without a PIN (RBI, DPSS.CO.PD
    /// No.752/02.14.003/2020-21).
    static final long CONTACTLESS_WITHOUT_PIN = 500_000;

    private SpendRules() {}

    /// What else is known.
    ///
    /// @param checks       what became of what the holder showed
    /// @param holderActive whether the holder is an active person of the company
    /// @param noCash       the rule by which the card pays out no cash, null where there is none
    /// @param categories   the rule of the card's type, null where there is none
    record Known(
            SpendControls controls,
            Checks checks,
            boolean holderActive,
            @Nullable String noCash,
            @Nullable CategoryRule categories,
            List<PurchaseRule> rules,
            Instant now,
            LocalDate today) {}

    /// How the checks of the PIN and the security code ended; null for what was not shown.
    record Checks(@Nullable PinCheck pin, @Nullable CodeCheck code) {
        static final Checks NONE = new Checks(null, null);
    }

    /// How the check of a security code ended.
    enum CodeCheck {
        RIGHT,
        WRONG,
        LOCKED
    }

    /// What rules see of a purchase.
    static PurchaseRule.Spend spend(Purchase asked, Instant now) {
        return new PurchaseRule.Spend(
                asked.amount(),
                asked.channel(),
                asked.international(),
                asked.merchant().category(),
                now);
    }

    /// The rules in shadow that would have declined.
    static List<String> shadow(Purchase asked, Known known) {
        PurchaseRule.Spend spend = spend(asked, known.now());
        return known.rules().stream()
                .filter(rule -> rule.wouldDecline(spend))
                .map(PurchaseRule::id)
                .toList();
    }

    /// Why the card may not pay, the first reason first; null where it may.
    static @Nullable Verdict decline(Card card, Purchase asked, Known known) {
        Verdict verdict = ofCard(card, asked.shown(), known);
        if (verdict == null) {
            verdict = ofChecks(asked, known.checks());
        }
        if (verdict == null) {
            verdict = ofControls(asked, known);
        }
        return verdict == null ? ofRules(card, asked, known) : verdict;
    }

    /// Why the card does not tell what is on it, null where it does: as for a purchase, always with the PIN.
    static @Nullable Verdict declineEnquiry(Card card, Enquiry asked, Known known) {
        Verdict verdict = ofCard(card, asked.shown(), known);
        if (verdict == null) {
            verdict = ofPin(known.checks().pin(), true);
        }
        return verdict == null ? ofChannel(asked.channel(), asked.international(), known.controls()) : verdict;
    }

    private static @Nullable Verdict ofCard(Card card, Shown shown, Known known) {
        Unusable unusable = card.unusable(known.today());
        if (unusable != null) {
            return Verdict.of(reason(unusable));
        }
        if (!known.holderActive()) {
            return Verdict.of(DeclineReason.HOLDER_INACTIVE);
        }
        return shown.expiry() != null && !shown.expiry().equals(card.expiry())
                ? Verdict.of(DeclineReason.EXPIRY_WRONG)
                : null;
    }

    private static DeclineReason reason(Unusable unusable) {
        return switch (unusable) {
            case NOT_ACTIVATED -> DeclineReason.CARD_NOT_ACTIVATED;
            case LOCKED -> DeclineReason.CARD_LOCKED;
            case BLOCKED -> DeclineReason.CARD_BLOCKED;
            case ACCOUNT_SUSPENDED -> DeclineReason.ACCOUNT_NOT_ACTIVE;
            case EXPIRED -> DeclineReason.CARD_EXPIRED;
            case KYC_MISSING -> DeclineReason.KYC_REQUIRED;
            case TERMS_NOT_ACCEPTED -> DeclineReason.TERMS_REQUIRED;
        };
    }

    private static @Nullable Verdict ofChecks(Purchase asked, Checks checks) {
        boolean tapped = asked.channel() == PurchaseChannel.CONTACTLESS && asked.amount() > CONTACTLESS_WITHOUT_PIN;
        Verdict verdict = ofPin(checks.pin(), tapped || asked.paysCash());
        if (verdict != null) {
            return verdict;
        }
        if (checks.code() == CodeCheck.LOCKED) {
            return Verdict.of(DeclineReason.SECURITY_CODE_LOCKED);
        }
        return checks.code() == CodeCheck.WRONG ? Verdict.of(DeclineReason.SECURITY_CODE_WRONG) : null;
    }

    private static @Nullable Verdict ofPin(@Nullable PinCheck pin, boolean needed) {
        if (pin == null) {
            return needed ? Verdict.of(DeclineReason.PIN_REQUIRED) : null;
        }
        return switch (pin) {
            case RIGHT -> null;
            case WRONG -> Verdict.of(DeclineReason.PIN_WRONG);
            case LOCKED -> Verdict.of(DeclineReason.PIN_LOCKED);
            case NOT_SET -> Verdict.of(DeclineReason.PIN_NOT_SET);
        };
    }

    private static @Nullable Verdict ofChannel(PurchaseChannel by, boolean international, SpendControls controls) {
        if (!controls.allows(by)) {
            return Verdict.of(DeclineReason.CHANNEL_NOT_ALLOWED, SpendControls.switchOf(by));
        }
        return international && !controls.international()
                ? Verdict.of(DeclineReason.INTERNATIONAL_NOT_ALLOWED, "internationalAllowed")
                : null;
    }

    private static @Nullable Verdict ofControls(Purchase asked, Known known) {
        SpendControls controls = known.controls();
        Verdict verdict = ofChannel(asked.channel(), asked.international(), controls);
        if (verdict != null) {
            return verdict;
        }
        if (asked.paysCash()) {
            if (!controls.atm()) {
                return Verdict.of(DeclineReason.CHANNEL_NOT_ALLOWED, SpendControls.switchOf(PurchaseChannel.ATM));
            }
            if (known.noCash() != null) {
                return Verdict.of(DeclineReason.CHANNEL_NOT_ALLOWED, known.noCash());
            }
        }
        Long most = controls.perTransaction();
        return most != null && asked.amount() > most
                ? new Verdict(DeclineReason.AMOUNT_LIMIT, SpendControls.PER_TRANSACTION, most)
                : null;
    }

    private static @Nullable Verdict ofRules(Card card, Purchase asked, Known known) {
        CategoryRule categories = known.categories();
        if (categories != null) {
            String name = "category:" + card.account().type();
            if (!categories.allowsCategory(asked.merchant().category())) {
                return Verdict.of(DeclineReason.CATEGORY_NOT_ALLOWED, name);
            }
            if (!categories.allowsHour(known.now())) {
                return Verdict.of(DeclineReason.HOUR_NOT_ALLOWED, name);
            }
        }
        PurchaseRule.Spend spend = spend(asked, known.now());
        for (PurchaseRule rule : known.rules()) {
            if (rule.declines(spend)) {
                return Verdict.of(DeclineReason.RULE_REFUSED, rule.id());
            }
        }
        return null;
    }
}
