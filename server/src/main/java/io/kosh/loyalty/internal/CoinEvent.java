package io.kosh.loyalty.internal;

import io.kosh.kernel.Change;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How many coins an event earns: the platform's DEFAULT for everybody, or one company's CUSTOM, which wins.
///
/// @param id      public id, `WCC` + digits
/// @param key     internal key
/// @param company who owns it; never changes
/// @param event   the action's name, as the company calls it
/// @param amount  coins per allocation
/// @param active  whether it may be in force; a deactivated one stays as it is for ever
record CoinEvent(
        String id,
        long key,
        CompanyKey company,
        Configuration configuration,
        String event,
        long amount,
        Rules rules,
        boolean active,
        Instant createdAt) {
    static final long MOST_COINS = 1_000_000_000;
    static final int LONGEST_EVENT = 64;
    private static final long LONGEST_LIFE_DAYS = 36_500;
    private static final long LARGEST_LIMIT = 1_000_000_000_000_000L;

    /// Whose amount it is.
    enum Configuration {
        DEFAULT,
        CUSTOM
    }

    /// What limits the coins of a configuration; null is no limit.
    ///
    /// @param expiresAfterDays business days for which the coins can be spent, the first one included
    /// @param budget           coins that it may give, counted while a budget is set; one that is cleared and set
    ///                         again goes on counting; a DEFAULT's counts for each company by itself
    /// @param dailyUserCap     coins that one user may get from it in one business day
    record Rules(
            @Nullable Long expiresAfterDays,
            @Nullable Long budget,
            @Nullable Long dailyUserCap) {
        static final Rules NONE = new Rules(null, null, null);

        Rules {
            Fields.optionalInteger("expiresAfterDays", expiresAfterDays, 1, LONGEST_LIFE_DAYS);
            Fields.optionalInteger("budget", budget, 0, LARGEST_LIMIT);
            Fields.optionalInteger("dailyUserCap", dailyUserCap, 0, LARGEST_LIMIT);
        }
    }

    /// What a PATCH asks for.
    ///
    /// @param rules the rules as they shall be, where any of them is to change
    record Edit(Change<Long> amount, Change<Configuration> configuration, Change<String> event, Change<Rules> rules) {}

    /// One field of a change, as text; null is "not set".
    record FieldChange(
            String field, @Nullable String from, @Nullable String to) {}

    /// A new configuration's amount, checked.
    static long amount(@Nullable Long amount) {
        return Fields.integer("amount", amount, 1, MOST_COINS);
    }

    /// A configuration's event name, checked.
    static String event(@Nullable String event) {
        return event("event", event);
    }

    /// @param field what the field is called where the name stands
    static String event(String field, @Nullable String event) {
        return Fields.text(field, event, LONGEST_EVENT);
    }

    /// The configuration after an edit.
    ///
    /// @param ofThePlatform whether the platform company owns it, which alone may hold a DEFAULT
    CoinEvent with(Edit edit, boolean ofThePlatform) {
        if (!active) {
            throw Refusal.of(LoyaltyError.COIN_EVENT_INACTIVE, "the configuration " + id + " was deactivated");
        }
        Configuration changed = edit.configuration().or(configuration);
        permit(changed, ofThePlatform);
        return new CoinEvent(
                id,
                key,
                company,
                changed,
                event(edit.event().or(event)),
                amount(edit.amount().or(amount)),
                edit.rules().or(rules),
                true,
                createdAt);
    }

    CoinEvent deactivated() {
        return new CoinEvent(id, key, company, configuration, event, amount, rules, false, createdAt);
    }

    /// Refuses a DEFAULT to any but the platform company.
    static void permit(Configuration configuration, boolean ofThePlatform) {
        if (configuration == Configuration.DEFAULT && !ofThePlatform) {
            throw Refusal.ofField(
                    LoyaltyError.DEFAULT_IS_THE_PLATFORMS,
                    "configuration",
                    "a company's configuration is CUSTOM; DEFAULT is the platform's and cannot be taken by a company");
        }
    }

    /// What differs from an earlier state; everything, where there was none.
    List<FieldChange> since(@Nullable CoinEvent before) {
        List<FieldChange> changes = new ArrayList<>();
        compare(changes, "configuration", before == null ? null : before.configuration, configuration);
        compare(changes, "event", before == null ? null : before.event, event);
        compare(changes, "amount", before == null ? null : before.amount, amount);
        Rules was = before == null ? Rules.NONE : before.rules;
        compare(changes, "expiresAfterDays", was.expiresAfterDays, rules.expiresAfterDays);
        compare(changes, "budget", was.budget, rules.budget);
        compare(changes, "dailyUserCap", was.dailyUserCap, rules.dailyUserCap);
        compare(changes, "active", before == null ? null : before.active, active);
        return changes;
    }

    private static void compare(List<FieldChange> changes, String field, @Nullable Object from, @Nullable Object to) {
        if (!Objects.equals(from, to)) {
            changes.add(
                    new FieldChange(field, from == null ? null : from.toString(), to == null ? null : to.toString()));
        }
    }
}
