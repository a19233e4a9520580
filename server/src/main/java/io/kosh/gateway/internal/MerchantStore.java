package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `gateway.merchant`.
@Component
final class MerchantStore {
    /// What a logo is found under, on this server.
    static final String LOGOS = "/checkout/logos/";

    private final JdbcClient jdbc;

    MerchantStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Who changes something, and when.
    record By(String actor, Instant at) {}

    /// Null where the company has set nothing.
    ///
    /// @param companyName the name where none was set
    @Nullable
    MerchantProfile find(CompanyKey company, String companyName) {
        return jdbc.sql("""
                select company, name, colour, origins, modes, upi_merchant, max_attempts, idle_seconds, life_seconds,
                    logo_hash
                from gateway.merchant where company_id = ?""")
                .param(company.value())
                .query((row, _) -> profile(row, companyName))
                .optional()
                .orElse(null);
    }

    /// Tells how long an order of the company may idle, while the trip is made; nothing where the company
    /// has not said.
    void idle(RoundTrip trip, CompanyKey company, Consumer<Duration> said) {
        trip.read(
                "select idle_seconds from gateway.merchant where company_id = ?",
                row -> said.accept(Duration.ofSeconds(row.getLong(1))),
                company.value());
    }

    private static MerchantProfile profile(ResultSet row, String companyName) throws SQLException {
        String name = row.getString("name");
        String hash = row.getString("logo_hash");
        return new MerchantProfile(
                name == null ? companyName : name,
                hash == null ? null : LOGOS + row.getString("company") + "/" + hash,
                row.getString("colour"),
                texts(row.getArray("origins")),
                texts(row.getArray("modes")).stream().map(PaymentMode::valueOf).collect(Collectors.toSet()),
                UpiMerchant.valueOf(row.getString("upi_merchant")),
                row.getInt("max_attempts"),
                Duration.ofSeconds(row.getLong("idle_seconds")),
                Duration.ofSeconds(row.getLong("life_seconds")));
    }

    /// Writes all but the logo.
    ///
    /// @param name null for the company's own
    void save(CompanyRef company, @Nullable String name, MerchantProfile profile, By by) {
        jdbc.sql("""
                insert into gateway.merchant (company_id, company, name, colour, origins, modes, upi_merchant,
                    max_attempts, idle_seconds, life_seconds, changed_at, changed_by)
                values (:company, :companyId, :name, :colour, :origins, :modes, :upi, :attempts, :idle, :life, :at, :by)
                on conflict (company_id) do update
                set name = excluded.name, colour = excluded.colour, origins = excluded.origins,
                    modes = excluded.modes, upi_merchant = excluded.upi_merchant, max_attempts = excluded.max_attempts,
                    idle_seconds = excluded.idle_seconds, life_seconds = excluded.life_seconds,
                    changed_at = excluded.changed_at, changed_by = excluded.changed_by
                """)
                .param("company", company.key().value())
                .param("companyId", company.id())
                .param("name", name)
                .param("colour", profile.colour())
                .param("origins", profile.origins().toArray(String[]::new))
                .param(
                        "modes",
                        profile.modes().stream().map(Enum::name).sorted().toArray(String[]::new))
                .param("upi", profile.upiMerchant().name())
                .param("attempts", profile.maxAttempts())
                .param("idle", profile.idle().toSeconds())
                .param("life", profile.life().toSeconds())
                .param("at", SqlTimes.column(by.at()))
                .param("by", by.actor())
                .update();
    }

    /// @param logo null to have none
    void saveLogo(CompanyKey company, @Nullable Logo logo, By by) {
        jdbc.sql("""
                update gateway.merchant
                set logo = :bytes::bytea, logo_type = :type, logo_hash = :hash, changed_at = :at, changed_by = :by
                where company_id = :company
                """)
                .param("bytes", logo == null ? null : logo.bytes())
                .param("type", logo == null ? null : logo.type())
                .param("hash", logo == null ? null : logo.hash())
                .param("at", SqlTimes.column(by.at()))
                .param("by", by.actor())
                .param("company", company.value())
                .update();
    }

    @Nullable
    Logo logo(CompanyKey company, String hash) {
        return jdbc.sql(
                        "select logo, logo_type, logo_hash from gateway.merchant where company_id = ? and logo_hash = ?")
                .params(company.value(), hash)
                .query((row, _) ->
                        new Logo(row.getBytes("logo"), row.getString("logo_type"), row.getString("logo_hash")))
                .optional()
                .orElse(null);
    }

    /// The origins of all the companies that the transaction may see.
    Set<String> origins() {
        return new HashSet<>(jdbc.sql("select distinct unnest(origins) from gateway.merchant")
                .query(String.class)
                .list());
    }

    private static List<String> texts(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}
