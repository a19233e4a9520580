package io.kosh.webhooks.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.MasterKey;
import io.kosh.platform.Page;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import io.kosh.webhooks.internal.Endpoint.Health;
import io.kosh.webhooks.internal.Endpoint.Keys;
import io.kosh.webhooks.internal.Endpoint.Kind;
import io.kosh.webhooks.internal.Endpoint.State;
import io.kosh.webhooks.internal.Endpoint.Target;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// `webhooks.endpoint`. Secrets and static headers are wrapped by the master key on their way in.
@Component
final class EndpointStore {
    private static final String SECRET = "webhooks/secret";
    private static final String HEADERS = "webhooks/headers";
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final MasterKey masterKey;
    private final JsonMapper json = new JsonMapper();

    EndpointStore(JdbcClient jdbc, MasterKey masterKey) {
        this.jdbc = jdbc;
        this.masterKey = masterKey;
    }

    /// What a new endpoint is made of.
    record NewEndpoint(
            String id,
            Kind kind,
            Target target,
            List<String> events,
            @Nullable String description,
            SigningSecret secret,
            Instant at) {}

    /// Null where the company has one of this kind already and may have no second.
    @Nullable
    Endpoint insert(CompanyRef company, NewEndpoint made) {
        return jdbc.sql("""
                        insert into webhooks.endpoint (company_id, public_id, company, kind, url, events, description,
                            headers, certificate, state, secret, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'ENABLED', ?, ?)
                        on conflict do nothing
                        returning *""")
                .params(Row.of(
                        company.key().value(),
                        made.id(),
                        company.id(),
                        made.kind().name(),
                        made.target().url(),
                        made.events().toArray(String[]::new),
                        made.description(),
                        wrapped(made.target().headers()),
                        made.target().certificate(),
                        wrapped(made.secret()),
                        SqlTimes.column(made.at())))
                .query((row, _) -> read(row))
                .optional()
                .orElse(null);
    }

    /// The endpoint of the addresses of orders, which has none of its own: made in a trip where the company has none
    /// yet.
    void ensureForOrders(RoundTrip trip, CompanyRef company, NewEndpoint made) {
        trip.write(
                """
                insert into webhooks.endpoint (company_id, public_id, company, kind, events, description, state, secret,
                    created_at)
                select ?, ?, ?, ?, ?, ?, 'ENABLED', ?, ?
                where not exists (select from webhooks.endpoint where company_id = ? and kind = ?)
                on conflict do nothing""",
                company.key().value(),
                made.id(),
                company.id(),
                made.kind().name(),
                made.events().toArray(String[]::new),
                made.description(),
                wrapped(made.secret()),
                SqlTimes.column(made.at()),
                company.key().value(),
                made.kind().name());
    }

    @Nullable
    Endpoint find(CompanyKey company, String id, boolean forUpdate) {
        return jdbc.sql("""
                        select * from webhooks.endpoint
                        where company_id = ? and public_id = ? and state <> 'DELETED'
                        """ + (forUpdate ? " for update" : ""))
                .params(company.value(), id)
                .query((row, _) -> read(row))
                .optional()
                .orElse(null);
    }

    /// The one endpoint of a kind of which there is one.
    @Nullable
    Endpoint only(CompanyKey company, Kind kind, boolean forUpdate) {
        return jdbc.sql("""
                        select * from webhooks.endpoint
                        where company_id = ? and kind = ? and state <> 'DELETED'
                        """ + (forUpdate ? " for update" : ""))
                .params(company.value(), kind.name())
                .query((row, _) -> read(row))
                .optional()
                .orElse(null);
    }

    Map<Long, Endpoint> findAll(CompanyKey company, Collection<Long> keys) {
        Map<Long, Endpoint> found = new HashMap<>();
        jdbc.sql("select * from webhooks.endpoint where company_id = ? and id = any(?)")
                .params(company.value(), keys.toArray(Long[]::new))
                .query((row, _) -> read(row))
                .list()
                .forEach(endpoint -> found.put(endpoint.key(), endpoint));
        return found;
    }

    /// Every endpoint that was not deleted, newest first.
    List<Endpoint> list(CompanyKey company, Page.Request page) {
        return jdbc.sql("""
                        select * from webhooks.endpoint
                        where company_id = ? and state <> 'DELETED' and id < ? order by id desc limit ?""")
                .params(company.value(), Objects.requireNonNullElse(page.after(), Long.MAX_VALUE), page.fetch())
                .query((row, _) -> read(row))
                .list();
    }

    /// Lets one transaction at a time count a company's endpoints and make one more.
    void lockCount(CompanyKey company) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('webhooks.endpoint', ?))")
                .param(company.value())
                .query((_, _) -> true)
                .single();
    }

    long count(CompanyKey company) {
        return jdbc.sql("select count(*) from webhooks.endpoint where company_id = ? and state <> 'DELETED'")
                .param(company.value())
                .query(Long.class)
                .single();
    }

    /// The company's public id where it has an endpoint that is told anything, null where it has none.
    @Nullable
    String listening(CompanyKey company) {
        return jdbc.sql("""
                        select company from webhooks.endpoint
                        where company_id = ? and kind <> 'ORDER' and state in ('ENABLED', 'PAUSED') limit 1""")
                .param(company.value())
                .query(String.class)
                .optional()
                .orElse(null);
    }

    /// Writes what an edit may change.
    void save(Endpoint endpoint) {
        jdbc.sql("""
                        update webhooks.endpoint
                        set url = ?, events = ?, description = ?, headers = ?, certificate = ?, state = ?, reason = ?,
                            failing_since = ?
                        where company_id = ? and id = ?""")
                .params(Row.of(
                        endpoint.target().url(),
                        endpoint.events().toArray(String[]::new),
                        endpoint.description(),
                        wrapped(endpoint.target().headers()),
                        endpoint.target().certificate(),
                        endpoint.health().state().name(),
                        endpoint.health().reason(),
                        column(endpoint.health().failingSince()),
                        endpoint.company().value(),
                        endpoint.key()))
                .update();
    }

    /// The new secret signs at once, the one before it until a moment too; any older one ends.
    void rotate(Endpoint endpoint, SigningSecret secret, Instant previousUntil) {
        jdbc.sql("""
                        update webhooks.endpoint
                        set previous_secret = secret, previous_until = ?, secret = ?
                        where company_id = ? and id = ?""")
                .params(
                        SqlTimes.column(previousUntil),
                        wrapped(secret),
                        endpoint.company().value(),
                        endpoint.key())
                .update();
    }

    /// Holds an endpoint until the end of the transaction: before its deliveries, wherever both are written.
    void lock(Endpoint endpoint) {
        jdbc.sql("select id from webhooks.endpoint where company_id = ? and id = ? for update")
                .params(endpoint.company().value(), endpoint.key())
                .query(Long.class)
                .single();
    }

    /// Since when nothing arrives; null where something did.
    void failingSince(Endpoint endpoint, @Nullable Instant since) {
        jdbc.sql("""
                        update webhooks.endpoint
                        set failing_since = case when ?::timestamptz is null then null
                                                 else coalesce(failing_since, ?::timestamptz) end
                        where company_id = ? and id = ?""")
                .params(Row.of(column(since), column(since), endpoint.company().value(), endpoint.key()))
                .update();
    }

    /// The how-manieth time it is that this endpoint is disabled; null where another server was first.
    @Nullable
    Long disable(Endpoint endpoint, String reason) {
        return jdbc.sql("""
                        update webhooks.endpoint
                        set state = 'DISABLED', reason = ?, times_disabled = times_disabled + 1
                        where company_id = ? and id = ? and state in ('ENABLED', 'PAUSED')
                        returning times_disabled""")
                .params(reason, endpoint.company().value(), endpoint.key())
                .query(Long.class)
                .optional()
                .orElse(null);
    }

    private byte[] wrapped(SigningSecret secret) {
        return masterKey.wrap(SECRET, secret.key().value());
    }

    private byte @Nullable [] wrapped(Secret<Map<String, String>> headers) {
        return headers.value().isEmpty() ? null : masterKey.wrap(HEADERS, json.writeValueAsBytes(headers.value()));
    }

    private static @Nullable Object column(@Nullable Instant instant) {
        return instant == null ? null : SqlTimes.column(instant);
    }

    private Endpoint read(ResultSet row) throws SQLException {
        byte[] headers = row.getBytes("headers");
        byte[] previous = row.getBytes("previous_secret");
        return new Endpoint(
                new CompanyKey(row.getLong("company_id")),
                row.getLong("id"),
                row.getString("public_id"),
                Kind.valueOf(row.getString("kind")),
                new Target(
                        row.getString("url"),
                        new Secret<>(headers == null ? Map.of() : headers(headers)),
                        row.getString("certificate")),
                texts(row.getArray("events")),
                row.getString("description"),
                new Health(
                        State.valueOf(row.getString("state")),
                        row.getString("reason"),
                        SqlTimes.optionalInstant(row, "failing_since")),
                new Keys(
                        secret(row.getBytes("secret")),
                        previous == null ? null : secret(previous),
                        SqlTimes.optionalInstant(row, "previous_until")),
                SqlTimes.instant(row, "created_at"));
    }

    private Map<String, String> headers(byte[] wrapped) {
        return json.readValue(new String(masterKey.unwrap(HEADERS, wrapped), StandardCharsets.UTF_8), TEXTS);
    }

    private SigningSecret secret(byte[] wrapped) {
        return new SigningSecret(new Secret<>(masterKey.unwrap(SECRET, wrapped)));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
