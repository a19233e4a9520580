package io.kosh.cards.internal;

import io.kosh.cards.internal.PurchaseRule.Conditions;
import io.kosh.cards.internal.PurchaseRule.Mode;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/// A company's own rules: made in shadow, tried on what was, and put in force.
@Component
final class PurchaseRules {
    static final Duration REPLAYED = Duration.ofDays(30);
    private static final int PART = 2_000;
    private static final int EXAMPLES = 50;

    private final Database database;
    private final PurchaseRuleStore store;
    private final PastPurchaseStore past;
    private final BusinessClock clock;
    private final SecureRandom random = new SecureRandom();

    PurchaseRules(Database database, PurchaseRuleStore store, PastPurchaseStore past, BusinessClock clock) {
        this.database = database;
        this.store = store;
        this.past = past;
        this.clock = clock;
    }

    PurchaseRule make(CompanyRef company, String name, Mode mode, Conditions conditions, String actor) {
        return database.inCompany(company.key(), () -> {
            Instant now = clock.now(company.key());
            PurchaseRule rule = new PurchaseRule(PurchaseRule.ID.mint(random), name, mode, conditions, actor, now);
            store.insert(company.key(), rule);
            return rule;
        });
    }

    PurchaseRule setMode(CompanyRef company, String ruleId, Mode mode) {
        return database.inCompany(company.key(), () -> {
            PurchaseRule rule = existing(company, ruleId);
            Mode to = Mode.LIFECYCLE.move(CardError.CARD_RULE_STATE, rule.mode(), mode);
            store.setMode(company.key(), ruleId, to);
            return new PurchaseRule(rule.id(), rule.name(), to, rule.conditions(), rule.createdBy(), rule.createdAt());
        });
    }

    private PurchaseRule existing(CompanyRef company, String ruleId) {
        PurchaseRule rule = store.lock(company.key(), ruleId);
        if (rule == null) {
            throw Refusal.ofField(
                    CardError.CARD_RULE_UNKNOWN,
                    "ruleId",
                    "there is no rule " + Fields.text("ruleId", ruleId, CardAccountController.LONGEST_ID));
        }
        return rule;
    }

    Page<PurchaseRule> list(CompanyRef company, Page.Request page) {
        return database.inCompany(
                company.key(),
                () -> Page.of(store.page(company.key(), page), page, PurchaseRuleStore.Kept::key)
                        .map(PurchaseRuleStore.Kept::rule));
    }

    /// What a rule would have done.
    ///
    /// @param examined       purchases that were asked for
    /// @param fitting        those that fit the conditions
    /// @param amount         what the fitting ones asked for, in hundredths
    /// @param declinedAnyway those of the fitting that were declined for other reasons
    /// @param examples       ids of some fitting ones, oldest first
    record Replay(
            Instant since, long examined, long fitting, long amount, long declinedAnyway, List<String> examples) {}

    Replay replay(CompanyRef company, String ruleId) {
        Conditions conditions = database.inCompany(company.key(), () -> existing(company, ruleId))
                .conditions();
        return replay(company, conditions);
    }

    /// Decides the purchases of the last 30 days anew.
    Replay replay(CompanyRef company, Conditions conditions) {
        return database.inCompany(company.key(), () -> {
            Instant since = clock.now(company.key()).minus(REPLAYED);
            long examined = 0;
            long fitting = 0;
            long amount = 0;
            long declined = 0;
            List<String> examples = new ArrayList<>();
            List<PastPurchaseStore.Past> part;
            long last = 0;
            do {
                part = past.since(company.key(), since, last, PART);
                for (PastPurchaseStore.Past each : part) {
                    last = each.number();
                    examined++;
                    if (conditions.fit(each.spend())) {
                        fitting++;
                        amount += each.spend().amount();
                        declined += each.declined() ? 1 : 0;
                        if (examples.size() < EXAMPLES) {
                            examples.add(Authorization.IDS.of(each.number()));
                        }
                    }
                }
            } while (part.size() == PART);
            return new Replay(since, examined, fitting, amount, declined, examples);
        });
    }

    /// The rules of categories: the company's own and those that ship with the program.
    ///
    /// @param own whether it is the company's
    record Listed(CategoryRule rule, boolean own) {}

    List<Listed> categories(CompanyRef company) {
        return database.inCompany(company.key(), () -> {
            List<Listed> all = new ArrayList<>();
            store.categories(company.key()).forEach(rule -> all.add(new Listed(rule, true)));
            CategoryRule.SHIPPED.forEach(rule -> all.add(new Listed(rule, false)));
            return all;
        });
    }

    CategoryRule set(CompanyRef company, CategoryRule rule, String actor) {
        return database.inCompany(company.key(), () -> {
            store.save(company.key(), rule, actor, clock.now(company.key()));
            return rule;
        });
    }
}
