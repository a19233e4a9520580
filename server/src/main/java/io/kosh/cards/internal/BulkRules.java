package io.kosh.cards.internal;

import io.kosh.cards.internal.CardAccounts.Usable;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Whether points may be given to many of an account in one call.
@Component
final class BulkRules {
    private final Database database;
    private final CardAccounts accounts;
    private final KnownHolders holders;
    private final BulkRuleStore store;
    private final BusinessClock clock;

    BulkRules(
            Database database, CardAccounts accounts, KnownHolders holders, BulkRuleStore store, BusinessClock clock) {
        this.database = database;
        this.accounts = accounts;
        this.holders = holders;
        this.store = store;
        this.clock = clock;
    }

    BulkRule of(CompanyRef company) {
        return database.inCompany(company.key(), () -> store.find(company.key()));
    }

    void set(CompanyRef company, BulkRule rule, String actor) {
        database.inCompany(company.key(), () -> {
            if (!store.find(company.key()).equals(rule)) {
                store.insert(company.key(), rule, actor, clock.now(company.key()));
            }
            return rule;
        });
    }

    /// The documented conditions, in their words.
    void require(CompanyRef company, String accountId, @Nullable String partnerId) {
        database.inCompany(company.key(), () -> {
            Usable found = accounts.usable(company, accountId);
            CardAccount account = found.account();
            String opener = account.partnerId();
            if (opener != null && partnerId != null && !opener.equals(partnerId)) {
                throw Refusal.of(
                        CardError.CARD_ACCOUNT_OF_ANOTHER_PARTNER, "Card Account does not exist for this partner");
            }
            Card primary = found.primary();
            if (primary == null) {
                throw Refusal.of(
                        CardError.PRIMARY_CARD_MISSING,
                        "Primary Enkash card is not present. So bulk upload cannot be done");
            }
            BulkRule rule = store.find(company.key());
            if (rule.primaryKyc() && holders.of(company.key(), primary.userId()) == Kyc.NONE) {
                throw Refusal.of(
                        CardError.PRIMARY_KYC_MISSING,
                        "KYC is not uploaded or under review for the primary card. So bulk upload cannot be done");
            }
            if (!rule.maps(account.plan())) {
                throw Refusal.of(CardError.PLAN_WITHOUT_BIN, "Bin Type is not mapped on PlanMaster");
            }
            return account;
        });
    }
}
