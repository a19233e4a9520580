package io.kosh.cards.internal;

import io.kosh.cards.internal.SpendRules.CodeCheck;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.vault.Vault;
import java.time.LocalDate;
import org.springframework.stereotype.Component;

/// Checks the three digits on the back of a card, and counts wrong ones: there are a thousand of them.
@Component
final class SecurityCodes {
    /// Wrong codes on a day that stop all further ones until it is over.
    static final int TRIES = 5;

    private final Database database;
    private final Vault vault;
    private final SecurityCodeTryStore tries;
    private final BusinessClock clock;

    SecurityCodes(Database database, Vault vault, SecurityCodeTryStore tries, BusinessClock clock) {
        this.database = database;
        this.vault = vault;
        this.tries = tries;
        this.clock = clock;
    }

    /// In a transaction of its own: a wrong try counts whatever becomes of the payment.
    CodeCheck check(CompanyKey company, Card card, Secret<String> code) {
        return database.inCompany(company, () -> {
            LocalDate today = clock.today(company);
            int wrong = tries.lock(company, card.key(), today);
            if (wrong >= TRIES) {
                return CodeCheck.LOCKED;
            }
            boolean right = vault.isSecurityCode(company, card.token(), code);
            tries.set(company, card.key(), today, right ? 0 : wrong + 1);
            return right ? CodeCheck.RIGHT : wrong + 1 == TRIES ? CodeCheck.LOCKED : CodeCheck.WRONG;
        });
    }
}
