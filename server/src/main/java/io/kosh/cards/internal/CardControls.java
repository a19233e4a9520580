package io.kosh.cards.internal;

import io.kosh.identity.Identity;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Saying what cards may do.
@Component
final class CardControls {
    private final Database database;
    private final CardAccounts accounts;
    private final CardStore cards;
    private final CardControlStore store;
    private final Identity identity;
    private final BusinessClock clock;

    CardControls(
            Database database,
            CardAccounts accounts,
            CardStore cards,
            CardControlStore store,
            Identity identity,
            BusinessClock clock) {
        this.database = database;
        this.accounts = accounts;
        this.cards = cards;
        this.store = store;
        this.identity = identity;
        this.clock = clock;
    }

    /// What is to change; null leaves a switch as it is.
    ///
    /// @param perTransaction the most of one purchase
    /// @param limits         those that are set, with their value, or taken away, with null
    record Edit(
            @Nullable Boolean pos,
            @Nullable Boolean online,
            @Nullable Boolean atm,
            @Nullable Boolean international,
            @Nullable Boolean contactless,
            LimitEdit perTransaction,
            Map<SpendLimit, LimitEdit> limits) {

        SpendControls of(SpendControls was) {
            Map<SpendLimit, Long> changed = new EnumMap<>(SpendLimit.class);
            changed.putAll(was.limits());
            limits.forEach((limit, edit) -> {
                Long to = edit.of(was.limits().get(limit));
                if (to == null) {
                    changed.remove(limit);
                } else {
                    changed.put(limit, to);
                }
            });
            return new SpendControls(
                    pos == null ? was.pos() : pos,
                    online == null ? was.online() : online,
                    atm == null ? was.atm() : atm,
                    international == null ? was.international() : international,
                    contactless == null ? was.contactless() : contactless,
                    perTransaction.of(was.perTransaction()),
                    changed,
                    was.shadow());
        }
    }

    /// A change of one limit.
    ///
    /// @param said whether anything was said
    /// @param to   in hundredths or times; null for no limit
    record LimitEdit(boolean said, @Nullable Long to) {
        @Nullable
        Long of(@Nullable Long was) {
            return said ? to : was;
        }
    }

    /// Changes some cards of an account, all or none.
    ///
    /// @param asked an administrator is checked to be one
    void change(Caller caller, CompanyRef company, String accountId, Collection<String> cardIds, Asked asked) {
        database.inCompany(company.key(), () -> {
            CardAccount account = accounts.existing(company, accountId);
            if (asked.admin() && !isAdministrator(caller, company.key(), account)) {
                throw Refusal.ofField(
                        CardError.CARD_CONTROL_ADMIN_ONLY, "adminUser", caller.actor() + " is no administrator");
            }
            Instant now = clock.now(company.key());
            CardControlStore.Change change = new CardControlStore.Change(caller.actor(), asked.admin(), now);
            // In one order, so that two calls about the same cards wait for each other.
            for (String cardId : new TreeSet<>(cardIds)) {
                Card card = cards.lock(company.key(), cardId);
                if (card == null || card.account().key() != account.key()) {
                    throw Card.unknown(cardId);
                }
                SpendControls was = controls(company.key(), card);
                store.save(company.key(), card.key(), was, asked.edit().of(was), change);
            }
            return account;
        });
    }

    /// Says which limits are tried on a card, in place of those before.
    void shadow(Caller caller, CompanyRef company, String cardId, ShadowLimits limits) {
        database.inCompany(company.key(), () -> {
            Card card = cards.lock(company.key(), cardId);
            if (card == null) {
                throw Card.unknown(cardId);
            }
            SpendControls was = controls(company.key(), card);
            CardControlStore.Change change =
                    new CardControlStore.Change(caller.actor(), false, clock.now(company.key()));
            store.save(company.key(), card.key(), was, was.trying(limits), change);
            return card;
        });
    }

    /// The limits that are tried on a card.
    ShadowLimits shadow(CompanyRef company, String cardId) {
        return database.inCompany(
                company.key(),
                () -> controls(company.key(), cards.existing(company.key(), cardId))
                        .shadow());
    }

    /// What is asked, and as whom.
    ///
    /// @param admin whether the caller says to be the account's administrator
    record Asked(Edit edit, boolean admin) {}

    /// Whoever signed in by the administrator's e-mail or mobile, or as the holder of the primary card.
    private boolean isAdministrator(Caller caller, CompanyKey company, CardAccount account) {
        String actor = caller.actor();
        if (caller.operator() || actor.equalsIgnoreCase(account.email()) || actor.equals(account.mobile())) {
            return true;
        }
        Card primary = actor.equals(caller.clientId()) ? null : cards.administrators(company, account.key());
        return primary != null && primary.userId().equals(identity.personOf(company, actor));
    }

    private SpendControls controls(CompanyKey company, Card card) {
        CardControlStore.Kept kept = store.find(company, card.key());
        return kept == null ? SpendControls.USUAL : kept.controls();
    }

    /// What a card may do.
    ///
    /// @param kept who said so, null where nobody said anything
    record Told(SpendControls controls, CardControlStore.@Nullable Kept kept) {}

    Told of(CompanyRef company, String accountId, String cardId) {
        return database.inCompany(company.key(), () -> {
            CardAccount account = accounts.existing(company, accountId);
            Card card = cards.find(company.key(), cardId);
            if (card == null || card.account().key() != account.key()) {
                throw Card.unknown(cardId);
            }
            CardControlStore.Kept kept = store.find(company.key(), card.key());
            return new Told(kept == null ? SpendControls.USUAL : kept.controls(), kept);
        });
    }
}
