package io.kosh.cards.internal;

import io.kosh.cards.CardAuthorizations.Balance;
import io.kosh.cards.CardAuthorizations.Enquired;
import io.kosh.cards.CardAuthorizations.Enquiry;
import io.kosh.cards.DeclineReason;
import io.kosh.cards.internal.SpendRules.Checks;
import io.kosh.identity.Identity;
import io.kosh.identity.User;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Ledger;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.vault.Vault;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/// What is on a card, for whoever shows it with its PIN.
@Component
final class BalanceEnquiries {
    private final Database database;
    private final CardStore cards;
    private final CardControlStore controls;
    private final Identity identity;
    private final Vault vault;
    private final Ledger ledger;
    private final BusinessClock clock;

    BalanceEnquiries(
            Database database,
            CardStore cards,
            CardControlStore controls,
            Identity identity,
            Vault vault,
            Ledger ledger,
            BusinessClock clock) {
        this.database = database;
        this.cards = cards;
        this.controls = controls;
        this.identity = identity;
        this.vault = vault;
        this.ledger = ledger;
        this.clock = clock;
    }

    static Balance balance(Ledger ledger, CompanyKey company, Card card) {
        AccountView view = ledger.account(company, card.ledgerAccount());
        return view == null
                ? new Balance(card.id(), 0, 0, 0)
                : new Balance(card.id(), view.balance(), view.pendingDebits(), view.available());
    }

    Enquired answer(CompanyKey company, Enquiry asked) {
        Card named = database.inCompany(company, () -> cards.named(company, asked.card()));
        if (named == null) {
            return new Enquired.Refused(DeclineReason.CARD_UNKNOWN);
        }
        if (!named.hasNumber() || named.account().countsPoints()) {
            return new Enquired.Refused(DeclineReason.CARD_NOT_FOR_PURCHASES);
        }
        // Outside of the transaction, because a wrong PIN counts whatever becomes of the enquiry.
        Secret<String> pin = asked.shown().pin();
        Checks checks = new Checks(pin == null ? null : vault.checkPin(company, named.token(), pin), null);
        return database.inCompany(company, () -> {
            Verdict verdict = SpendRules.declineEnquiry(named, asked, known(company, named, checks));
            return verdict == null
                    ? new Enquired.Told(balance(ledger, company, named))
                    : new Enquired.Refused(verdict.reason());
        });
    }

    private SpendRules.Known known(CompanyKey company, Card card, Checks checks) {
        CardControlStore.Kept kept = controls.find(company, card.key());
        User holder = identity.findUser(company, card.userId());
        Instant now = clock.now(company);
        return new SpendRules.Known(
                kept == null ? SpendControls.USUAL : kept.controls(),
                checks,
                holder != null && holder.isActive(),
                null,
                null,
                List.of(),
                now,
                LocalDate.ofInstant(now, BusinessClock.ZONE));
    }
}
