package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.loyalty.VoucherSupplier;
import io.kosh.loyalty.internal.shop.VoucherStore.Kept;
import io.kosh.platform.Database;
import io.kosh.vault.Vault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;

/// The codes and PINs of vouchers: sealed when they come, opened for whom they belong to.
@Component
final class Vouchers {
    private static final String KIND = "voucher-code";
    private static final String BETWEEN = "\n";

    private final Database database;
    private final VoucherStore store;
    private final Vault vault;

    Vouchers(Database database, VoucherStore store, Vault vault) {
        this.database = database;
        this.store = store;
        this.vault = vault;
    }

    /// A voucher to be shown.
    ///
    /// @param pin empty where it has none
    record Shown(int line, Secret<String> code, Secret<String> pin, Instant expiresAt) {}

    /// Keeps what came, in the transaction of the company that is open.
    void keep(CompanyKey company, long order, List<VoucherSupplier.Voucher> came) {
        Map<Integer, Integer> numbers = new HashMap<>();
        List<Kept> kept = new ArrayList<>(came.size());
        for (VoucherSupplier.Voucher each : came) {
            Secret<String> both =
                    new Secret<>(each.code().value() + BETWEEN + each.pin().value());
            kept.add(new Kept(
                    each.line(),
                    numbers.merge(each.line(), 1, Integer::sum),
                    vault.seal(company, KIND, both),
                    each.expiresAt()));
        }
        store.insert(company, order, kept);
    }

    /// The vouchers of an order.
    List<Shown> open(CompanyKey company, long order) {
        return database.inCompany(company, () -> {
            List<Kept> kept = store.of(company, order);
            Set<String> tokens = new HashSet<>();
            kept.forEach(each -> tokens.add(each.token()));
            Map<String, Secret<String>> opened = tokens.isEmpty() ? Map.of() : vault.open(company, KIND, tokens);
            return kept.stream()
                    .map(each -> shown(each, Objects.requireNonNull(opened.get(each.token()))))
                    .toList();
        });
    }

    private static Shown shown(Kept kept, Secret<String> both) {
        int between = both.value().indexOf(BETWEEN);
        return new Shown(
                kept.line(),
                new Secret<>(both.value().substring(0, between)),
                new Secret<>(both.value().substring(between + 1)),
                kept.expiresAt());
    }
}
