package io.kosh.identity.internal;

import io.kosh.identity.internal.ApiClient.Kind;
import io.kosh.identity.internal.Login.Attempts;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What signing in reads and writes: credentials, grants and tokens.
@Component
final class GrantStore {
    /// No login has this key.
    private static final long NO_LOGIN = -1;

    private final JdbcClient jdbc;

    GrantStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What a token stands for, were it good: who, and how long.
    ///
    /// @param usable     whether nobody locked or revoked anything it hangs on
    /// @param used       whether a refresh token was exchanged already
    /// @param ownCompany null for an operator's
    record Held(
            long grant,
            ApiClient client,
            @Nullable Login login,
            @Nullable Long ownCompany,
            Instant expiresAt,
            boolean usable,
            boolean used) {}

    /// A grant to be written.
    record NewGrant(
            long client, @Nullable Long login, @Nullable Long ownCompany, Instant at, Instant expiresAt) {}

    @Nullable
    ApiClient authenticate(String clientId, byte[] secretHash, Instant now) {
        return jdbc.sql("""
                select c.id as client_key, c.client_id, c.kind, c.company_id as client_company,
                       c.partner_id as client_partner
                from identity.api_client c
                left join identity.partner p on p.id = c.partner_id
                left join identity.company o on o.id = c.company_id
                where c.client_id = ? and c.status = 'ACTIVE'
                  and coalesce(p.status, 'ACTIVE') = 'ACTIVE' and coalesce(o.status, 'ACTIVE') = 'ACTIVE'
                  and exists (select 1 from identity.api_client_secret s
                              where s.client = c.id and s.hash = ? and (s.expires_at is null or s.expires_at > ?))
                """)
                .params(clientId, secretHash, SqlTimes.column(now))
                .query(GrantStore::client)
                .optional()
                .orElse(null);
    }

    @Nullable
    Login findLogin(String username) {
        return jdbc.sql("""
                select l.id as login_key, l.username, l.password_hash, l.company_id as login_company,
                       l.partner_id as login_partner, l.failures, l.locked_until,
                       l.status = 'ACTIVE' and l.owner_usable and coalesce(p.status, 'ACTIVE') = 'ACTIVE' as login_usable
                from identity.login l left join identity.partner p on p.id = l.partner_id
                where l.username = ?
                """)
                .params(username)
                .query((row, _) -> login(row))
                .optional()
                .orElse(null);
    }

    /// The same login as it stands now, kept from every other attempt until the transaction ends.
    Login lockLogin(Login login) {
        jdbc.sql("select 1 from identity.login where id = ? for update")
                .params(login.key())
                .query(Integer.class)
                .single();
        Login locked = findLogin(login.username());
        if (locked == null) {
            throw new IllegalStateException("a login vanished under its lock");
        }
        return locked;
    }

    void saveAttempts(long login, Attempts attempts) {
        jdbc.sql("update identity.login set failures = :failures, locked_until = :until::timestamptz where id = :id")
                .param("failures", attempts.failures())
                .param("until", attempts.lockedUntil() == null ? null : SqlTimes.column(attempts.lockedUntil()))
                .param("id", login)
                .update();
    }

    /// What a wrong password costs ([#lockLogin], [#saveAttempts] and a commit that waits for the disk), without a row.
    void attemptOfUnknown(String username) {
        jdbc.sql("select 1 from identity.login where id = ? for update")
                .params(NO_LOGIN)
                .query(Integer.class)
                .optional();
        findLogin(username);
        saveAttempts(NO_LOGIN, Attempts.NONE);
        jdbc.sql("select pg_logical_emit_message(true, 'kosh', '')::text")
                .query(String.class)
                .single();
    }

    /// The companies, none of them locked, that both the client and the login (where there is one) may act for.
    List<CompanyRef> reach(ApiClient client, @Nullable Login login) {
        return jdbc.sql("""
                select o.id, o.public_id
                from (select :clientCompany::bigint as company_id, 0::bigint as position
                      union all
                      select company_id, position from identity.partner_company
                      where partner_id = :clientPartner::bigint) reach
                join identity.company o on o.id = reach.company_id and o.status = 'ACTIVE'
                where :anyLogin
                   or reach.company_id = :loginCompany::bigint
                   or exists (select 1 from identity.partner_company also
                              where also.partner_id = :loginPartner::bigint and also.company_id = reach.company_id)
                order by reach.position
                """)
                .param("clientCompany", client.company())
                .param("clientPartner", client.partner())
                .param("anyLogin", login == null)
                .param("loginCompany", login == null ? null : login.company())
                .param("loginPartner", login == null ? null : login.partner())
                .query((row, _) -> new CompanyRef(row.getString("public_id"), new CompanyKey(row.getLong("id"))))
                .list();
    }

    long insertGrant(NewGrant grant) {
        return jdbc.sql("""
                insert into identity.token_grant (client, login, own_company, created_at, expires_at)
                values (:client, :login::bigint, :company::bigint, :at, :expires) returning id
                """)
                .param("client", grant.client())
                .param("login", grant.login())
                .param("company", grant.ownCompany())
                .param("at", SqlTimes.column(grant.at()))
                .param("expires", SqlTimes.column(grant.expiresAt()))
                .query(Long.class)
                .single();
    }

    void extendGrant(long grant, Instant expiresAt) {
        jdbc.sql("update identity.token_grant set expires_at = greatest(expires_at, ?) where id = ?")
                .params(SqlTimes.column(expiresAt), grant)
                .update();
    }

    void insertToken(long grant, TokenKind kind, byte[] hash, Instant expiresAt) {
        jdbc.sql("insert into identity.token (hash, kind, grant_id, expires_at) values (?, ?, ?, ?)")
                .params(hash, kind.name(), grant, SqlTimes.column(expiresAt))
                .update();
    }

    @Nullable
    Held find(byte[] hash, TokenKind kind) {
        return jdbc.sql("""
                select g.id as grant_id, g.own_company, t.expires_at, t.used_at is not null as used,
                       c.id as client_key, c.client_id, c.kind, c.company_id as client_company,
                       c.partner_id as client_partner,
                       l.id as login_key, l.username, l.password_hash, l.company_id as login_company,
                       l.partner_id as login_partner, l.failures, l.locked_until,
                       coalesce(l.status, 'ACTIVE') = 'ACTIVE' and coalesce(l.owner_usable, true)
                         and coalesce(lp.status, 'ACTIVE') = 'ACTIVE' as login_usable,
                       t.revoked_at is null and g.revoked_at is null and c.status = 'ACTIVE'
                         and coalesce(cp.status, 'ACTIVE') = 'ACTIVE' as client_usable
                from identity.token t
                join identity.token_grant g on g.id = t.grant_id
                join identity.api_client c on c.id = g.client
                left join identity.partner cp on cp.id = c.partner_id
                left join identity.login l on l.id = g.login
                left join identity.partner lp on lp.id = l.partner_id
                where t.hash = ? and t.kind = ?
                """)
                .params(hash, kind.name())
                .query((row, _) -> held(row))
                .optional()
                .orElse(null);
    }

    /// Keeps a token from every other use until the transaction ends.
    void lockToken(byte[] hash) {
        jdbc.sql("select 1 from identity.token where hash = ? for update")
                .params(hash)
                .query(Integer.class)
                .optional();
    }

    void useUp(byte[] hash, Instant at) {
        jdbc.sql("update identity.token set used_at = ? where hash = ?")
                .params(SqlTimes.column(at), hash)
                .update();
    }

    int revokeToken(byte[] hash, Instant at) {
        return jdbc.sql("update identity.token set revoked_at = ? where hash = ? and revoked_at is null")
                .params(SqlTimes.column(at), hash)
                .update();
    }

    int revokeGrant(long grant, Instant at) {
        return jdbc.sql("update identity.token_grant set revoked_at = ? where id = ? and revoked_at is null")
                .params(SqlTimes.column(at), grant)
                .update();
    }

    int revokeGrantsOfClient(String clientId, Instant at) {
        return jdbc.sql("""
                update identity.token_grant set revoked_at = ?
                where client = (select id from identity.api_client where client_id = ?) and revoked_at is null
                """).params(SqlTimes.column(at), clientId).update();
    }

    int revokeGrantsOfLogin(String username, Instant at) {
        return jdbc.sql("""
                update identity.token_grant set revoked_at = ?
                where login = (select id from identity.login where username = ?) and revoked_at is null
                """).params(SqlTimes.column(at), username).update();
    }

    /// Deletes at most `most` grants whose last token has expired (their tokens go with them), as many expired
    /// tokens, and as many secrets that were rotated out; how many rows went.
    int purge(Instant before, int most) {
        int gone = 0;
        for (String sql : List.of("""
                delete from identity.client_failure where (client, address) in
                  (select client, address from identity.client_failure where last_at < ? order by last_at limit ?
                   for update skip locked)
                """, """
                delete from identity.token_grant where id in
                  (select id from identity.token_grant where expires_at < ? order by expires_at limit ?
                   for update skip locked)
                """, """
                delete from identity.token where hash in
                  (select hash from identity.token where expires_at < ? order by expires_at limit ?
                   for update skip locked)
                """, """
                delete from identity.api_client_secret where id in
                  (select id from identity.api_client_secret where expires_at < ? order by expires_at limit ?
                   for update skip locked)
                """)) {
            gone += jdbc.sql(sql).params(SqlTimes.column(before), most).update();
        }
        return gone;
    }

    private static Held held(ResultSet row) throws SQLException {
        boolean withLogin = row.getObject("login_key") != null;
        return new Held(
                row.getLong("grant_id"),
                client(row, 0),
                withLogin ? login(row) : null,
                row.getObject("own_company", Long.class),
                SqlTimes.instant(row, "expires_at"),
                row.getBoolean("client_usable") && row.getBoolean("login_usable"),
                row.getBoolean("used"));
    }

    private static ApiClient client(ResultSet row, int ignored) throws SQLException {
        return new ApiClient(
                row.getLong("client_key"),
                row.getString("client_id"),
                Kind.valueOf(row.getString("kind")),
                row.getObject("client_company", Long.class),
                row.getObject("client_partner", Long.class));
    }

    private static Login login(ResultSet row) throws SQLException {
        return new Login(
                row.getLong("login_key"),
                row.getString("username"),
                new Secret<>(row.getString("password_hash")),
                row.getObject("login_company", Long.class),
                row.getObject("login_partner", Long.class),
                row.getBoolean("login_usable"),
                new Attempts(row.getInt("failures"), SqlTimes.optionalInstant(row, "locked_until")));
    }
}
