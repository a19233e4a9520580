package io.kosh.identity.internal;

import io.kosh.identity.internal.ApiClient.Kind;
import io.kosh.identity.internal.Login.Attempts;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `identity.client_failure`: the wrong secrets of API clients, by the address that sent them.
@Component
final class ClientFailureStore {
    private final JdbcClient jdbc;

    ClientFailureStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What an address has tried at a client; kept from every other try until the transaction ends where there was one.
    Attempts lock(String clientId, String address) {
        return jdbc.sql("""
                select f.failures, f.locked_until
                from identity.client_failure f
                where f.client = (select id from identity.api_client where client_id = ?) and f.address = ?
                for update
                """)
                .params(clientId, address)
                .query((row, _) -> new Attempts(row.getInt("failures"), SqlTimes.optionalInstant(row, "locked_until")))
                .optional()
                .orElse(Attempts.NONE);
    }

    /// Makes sure that [#lock] finds something to lock; nothing where there is no such client.
    void open(String clientId, String address, Instant at) {
        jdbc.sql("""
                insert into identity.client_failure (client, address, failures, last_at)
                select id, ?, 0, ?::timestamptz from identity.api_client where client_id = ?
                on conflict do nothing
                """).params(address, SqlTimes.column(at), clientId).update();
    }

    void save(String clientId, String address, Attempts attempts, Instant at) {
        jdbc.sql("""
                update identity.client_failure
                set failures = :failures, locked_until = :until::timestamptz,
                    last_at = greatest(:at::timestamptz, :until::timestamptz)
                where client = (select id from identity.api_client where client_id = :client) and address = :address
                """)
                .param("failures", attempts.failures())
                .param("until", attempts.lockedUntil() == null ? null : SqlTimes.column(attempts.lockedUntil()))
                .param("at", SqlTimes.column(at))
                .param("client", clientId)
                .param("address", address)
                .update();
    }

    /// The company that owns a client that may be used, null where none does.
    @Nullable
    CompanyRef companyOf(String clientId) {
        return jdbc.sql("""
                select o.id, o.public_id
                from identity.api_client c join identity.company o on o.id = c.company_id
                where c.client_id = ? and c.kind = ? and c.status = 'ACTIVE' and o.status = 'ACTIVE'
                """)
                .params(clientId, Kind.COMPANY.name())
                .query((row, _) -> new CompanyRef(row.getString("public_id"), new CompanyKey(row.getLong("id"))))
                .optional()
                .orElse(null);
    }
}
