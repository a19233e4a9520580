package io.kosh.identity.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `identity.login` as operators see it; signing in reads it through [GrantStore].
@Component
final class LoginStore {
    private final JdbcClient jdbc;

    LoginStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Whose login: a person's (then with the company) or a partner's.
    record Owner(
            @Nullable Long company,
            @Nullable Long person,
            @Nullable Long partner,
            boolean usable) {
        static Owner person(CompanyKey company, Person person) {
            return new Owner(company.value(), person.user().key(), null, person.usable());
        }

        static Owner partner(Partner partner) {
            return new Owner(null, null, partner.key(), true);
        }
    }

    /// A login without its password.
    record Shown(
            long key,
            String username,
            AccessState status,
            @Nullable Long company,
            @Nullable Long person,
            @Nullable Long partner,
            @Nullable Instant lockedUntil,
            Instant createdAt) {}

    /// False where the user name is taken.
    boolean insert(String username, String passwordHash, Owner owner, Instant at) {
        return jdbc.sql("""
                insert into identity.login
                  (username, password_hash, company_id, person_id, partner_id, owner_usable, created_at)
                values (:username, :hash, :company::bigint, :person::bigint, :partner::bigint, :usable, :at)
                on conflict (username) do nothing
                """)
                        .param("username", username)
                        .param("hash", passwordHash)
                        .param("company", owner.company())
                        .param("person", owner.person())
                        .param("partner", owner.partner())
                        .param("usable", owner.usable())
                        .param("at", SqlTimes.column(at))
                        .update()
                == 1;
    }

    /// Repeats at a person's logins what the person's row says.
    void saveOwnerUsable(CompanyKey company, long person, boolean usable) {
        jdbc.sql("update identity.login set owner_usable = ? where company_id = ? and person_id = ?")
                .params(usable, company.value(), person)
                .update();
    }

    @Nullable
    Shown find(String username) {
        return jdbc.sql("select * from identity.login where username = ?")
                .params(username)
                .query(LoginStore::shown)
                .optional()
                .orElse(null);
    }

    @Nullable
    Shown lock(String username) {
        return jdbc.sql("select * from identity.login where username = ? for update")
                .params(username)
                .query(LoginStore::shown)
                .optional()
                .orElse(null);
    }

    void saveStatus(long login, AccessState status) {
        jdbc.sql("update identity.login set status = ? where id = ?")
                .params(status.name(), login)
                .update();
    }

    /// Forgets the wrong passwords so far.
    void clearAttempts(long login) {
        jdbc.sql("update identity.login set failures = 0, locked_until = null where id = ?")
                .params(login)
                .update();
    }

    void savePassword(long login, String passwordHash) {
        jdbc.sql("update identity.login set password_hash = ? where id = ?")
                .params(passwordHash, login)
                .update();
    }

    /// Ends every running grant, and with it the refresh tokens.
    void endGrants(long login, Instant at) {
        jdbc.sql("update identity.token_grant set revoked_at = ? where login = ? and revoked_at is null")
                .params(SqlTimes.column(at), login)
                .update();
    }

    private static Shown shown(ResultSet row, int ignored) throws SQLException {
        return new Shown(
                row.getLong("id"),
                row.getString("username"),
                AccessState.valueOf(row.getString("status")),
                row.getObject("company_id", Long.class),
                row.getObject("person_id", Long.class),
                row.getObject("partner_id", Long.class),
                SqlTimes.optionalInstant(row, "locked_until"),
                SqlTimes.instant(row, "created_at"));
    }
}
