package io.kosh.identity.internal;

import io.kosh.identity.internal.ApiClient.Kind;
import io.kosh.identity.internal.Secrets.WrappedKeys;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BodyRule;
import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `identity.api_client` and its secrets, as operators see them.
@Component
final class ClientStore {
    /// Any number that nothing else locks by.
    private static final long OPERATOR_LOCK = 7_190_001L;

    private final JdbcClient jdbc;

    ClientStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Whose client is to be written; both null for an operator's.
    record Owner(
            Kind kind, @Nullable Long company, @Nullable Long partner) {}

    /// A client with the public ids of its owner.
    record Shown(
            long key,
            String clientId,
            Kind kind,
            @Nullable String companyId,
            @Nullable String partnerId,
            AccessState status,
            Instant createdAt) {}

    /// Null where the client id is taken.
    @Nullable
    Long insert(String clientId, Owner owner, Instant at) {
        return jdbc.sql("""
                insert into identity.api_client (client_id, kind, company_id, partner_id, created_at)
                values (:clientId, :kind, :company::bigint, :partner::bigint, :at)
                on conflict (client_id) do nothing returning id
                """)
                .param("clientId", clientId)
                .param("kind", owner.kind().name())
                .param("company", owner.company())
                .param("partner", owner.partner())
                .param("at", SqlTimes.column(at))
                .query(Long.class)
                .optional()
                .orElse(null);
    }

    void insertSecret(long client, byte[] hash, WrappedKeys keys, Instant at) {
        jdbc.sql("""
                insert into identity.api_client_secret (client, hash, body_key, gcm_key, created_at)
                values (?, ?, ?, ?, ?)
                """)
                .params(client, hash, keys.documented())
                .param(keys.gcm())
                .param(SqlTimes.column(at))
                .update();
    }

    /// The keys of the secrets that count, the newest first.
    List<WrappedKeys> bodyKeys(String clientId, Instant now) {
        return jdbc.sql("""
                select s.body_key, s.gcm_key
                from identity.api_client_secret s join identity.api_client c on c.id = s.client
                where c.client_id = ? and (s.expires_at is null or s.expires_at > ?) order by s.id desc
                """)
                .params(clientId, SqlTimes.column(now))
                .query((row, _) -> new WrappedKeys(row.getBytes("body_key"), row.getBytes("gcm_key")))
                .list();
    }

    /// What those companies of a client demand of bodies that demand anything.
    Map<CompanyKey, BodyRule> bodyRules(String clientId) {
        Map<CompanyKey, BodyRule> rules = new HashMap<>();
        jdbc.sql("""
                select o.id, o.body_rule
                from identity.api_client c
                left join identity.partner_company p on p.partner_id = c.partner_id
                join identity.company o on o.id = coalesce(c.company_id, p.company_id)
                where c.client_id = ? and o.body_rule <> 'OPTIONAL'
                """).params(clientId).query(row -> {
            rules.put(new CompanyKey(row.getLong("id")), BodyRule.valueOf(row.getString("body_rule")));
        });
        return rules;
    }

    /// The newest secret ends at the given moment at the latest, and any older one at once: with the one that follows,
    /// two count at most.
    void endSecrets(long client, Instant now, Instant newestEnds) {
        jdbc.sql("""
                update identity.api_client_secret s
                set expires_at = least(coalesce(s.expires_at, 'infinity'),
                                       case when s.id = (select max(newest.id) from identity.api_client_secret newest
                                                         where newest.client = s.client) then ? else ? end)
                where s.client = ?
                """)
                .params(SqlTimes.column(newestEnds), SqlTimes.column(now), client)
                .update();
    }

    /// Makes the look for an operator and its creation one step.
    boolean anyOperator() {
        jdbc.sql("select pg_advisory_xact_lock(?)")
                .params(OPERATOR_LOCK)
                .query((_, _) -> true)
                .single();
        return jdbc.sql("select exists (select 1 from identity.api_client where kind = 'OPERATOR')")
                .query(Boolean.class)
                .single();
    }

    @Nullable
    Shown find(String clientId) {
        return jdbc.sql(SHOWN + " where c.client_id = ?")
                .params(clientId)
                .query(ClientStore::shown)
                .optional()
                .orElse(null);
    }

    @Nullable
    Shown lock(String clientId) {
        return jdbc.sql(SHOWN + " where c.client_id = ? for update of c")
                .params(clientId)
                .query(ClientStore::shown)
                .optional()
                .orElse(null);
    }

    void saveStatus(long key, AccessState status) {
        jdbc.sql("update identity.api_client set status = ? where id = ?")
                .params(status.name(), key)
                .update();
    }

    List<Shown> page(@Nullable String companyId, @Nullable String partnerId, Page.Request page) {
        return jdbc.sql(SHOWN + """
                 where (:company::text is null or o.public_id = :company::text)
                   and (:partner::text is null or p.public_id = :partner::text)
                   and c.id > :after order by c.id limit :fetch
                """)
                .param("company", companyId)
                .param("partner", partnerId)
                .param("after", page.after() == null ? 0L : page.after())
                .param("fetch", page.fetch())
                .query(ClientStore::shown)
                .list();
    }

    private static final String SHOWN = """
            select c.*, o.public_id as company, p.public_id as partner
            from identity.api_client c
            left join identity.company o on o.id = c.company_id
            left join identity.partner p on p.id = c.partner_id""";

    private static Shown shown(ResultSet row, int ignored) throws SQLException {
        return new Shown(
                row.getLong("id"),
                row.getString("client_id"),
                Kind.valueOf(row.getString("kind")),
                row.getString("company"),
                row.getString("partner"),
                AccessState.valueOf(row.getString("status")),
                SqlTimes.instant(row, "created_at"));
    }
}
