package io.kosh.cards.internal;

import io.kosh.platform.BusinessClock;
import io.kosh.platform.ShippedLines;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where and when a type of card may pay, from a day on.
///
/// @param categories codes and ranges; empty for any
record CategoryRule(AccountType type, LocalDate from, List<String> categories, Hours hours) {
    private static final String RESOURCE = "/io/kosh/cards/category-rules.csv";
    private static final int FIELDS = 4;

    /// The rules that ship with the program.
    static final List<CategoryRule> SHIPPED = ShippedLines.of(CategoryRule.class, RESOURCE).stream()
            .map(CategoryRule::read)
            .toList();

    private static CategoryRule read(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("not a rule of categories: " + line);
        }
        String[] hours = fields[3].split("-", -1);
        return new CategoryRule(
                AccountType.valueOf(fields[1]),
                LocalDate.parse(fields[0]),
                Categories.checked("categories", List.of(fields[2].split(" ", -1))),
                Hours.of("hours", hours[0], hours[1]));
    }

    /// The newest rule for a type that is in force on a day, a company's own before all others; null where
    /// every category is allowed at any hour.
    static @Nullable CategoryRule inForce(
            List<CategoryRule> companys, List<CategoryRule> shipped, AccountType type, LocalDate day) {
        CategoryRule own = newest(companys, type, day);
        return own == null ? newest(shipped, type, day) : own;
    }

    private static @Nullable CategoryRule newest(List<CategoryRule> rules, AccountType type, LocalDate day) {
        CategoryRule newest = null;
        for (CategoryRule rule : rules) {
            boolean counts = rule.type == type && !rule.from.isAfter(day);
            if (counts && (newest == null || rule.from.isAfter(newest.from))) {
                newest = rule;
            }
        }
        return newest;
    }

    boolean allowsCategory(String category) {
        return categories.isEmpty() || Categories.include(categories, category);
    }

    boolean allowsHour(Instant at) {
        return hours.includes(at.atZone(BusinessClock.ZONE).toLocalTime());
    }
}
