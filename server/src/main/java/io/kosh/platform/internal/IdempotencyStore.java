package io.kosh.platform.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Answers kept by `Idempotency-Key`.
@Component
final class IdempotencyStore {
    /// Stands for no company in the key of an operator's call that is about none.
    static final CompanyKey NOBODY = new CompanyKey(0);

    private final JdbcClient jdbc;

    IdempotencyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What an answer is kept under.
    ///
    /// @param hash of the key that the client sent, in hexadecimal
    record Place(CompanyKey company, String clientId, String route, String hash) {}

    /// An answer as it was given.
    static final class Answer {
        private final int status;
        private final Map<String, String> headers;
        private final byte[] body;

        Answer(int status, Map<String, String> headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        int status() {
            return status;
        }

        Map<String, String> headers() {
            return headers;
        }

        /// Not to be written to.
        byte[] body() {
            return body;
        }
    }

    /// A call that was seen before.
    ///
    /// @param answer null while it is under way
    record Seen(
            String requestHash,
            Instant claimedUntil,
            @Nullable Answer answer) {}

    /// Lets the rows of [#NOBODY] be seen in a transaction on the registries. No tenant table has any others for it.
    void asNobody() {
        jdbc.sql("select set_config('app.company', '0', true)")
                .query(String.class)
                .single();
    }

    /// Whether nobody else is at this place until the transaction ends.
    boolean tryLock(Place place) {
        return jdbc.sql("select pg_try_advisory_xact_lock(?)")
                .param(Long.parseUnsignedLong(place.hash(), 0, 16, 16))
                .query(Boolean.class)
                .single();
    }

    @Nullable
    Seen find(Place place) {
        return jdbc.sql("""
                        select request_hash, claimed_until, status, headers, body from platform.idempotent_answer
                        where company_id = ? and client_id = ? and route = ? and key_hash = ?""")
                .params(key(place))
                .query((row, _) -> {
                    int status = row.getInt("status");
                    Answer answer = status == 0
                            ? null
                            : new Answer(
                                    status,
                                    headers((String[]) row.getArray("headers").getArray()),
                                    row.getBytes("body"));
                    return new Seen(row.getString("request_hash"), SqlTimes.instant(row, "claimed_until"), answer);
                })
                .optional()
                .orElse(null);
    }

    /// Keeps an answer where nothing is kept yet.
    void insert(Place place, String requestHash, Instant now, Answer answer) {
        jdbc.sql("""
                        insert into platform.idempotent_answer (company_id, client_id, route, key_hash, request_hash,
                            created_at, claimed_until, status, headers, body)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing""")
                .params(key(place))
                .param(requestHash)
                .param(SqlTimes.column(now))
                .param(SqlTimes.column(now))
                .params(columns(answer))
                .update();
    }

    /// Takes a place that is free.
    boolean claim(Place place, String requestHash, Instant now, Instant until) {
        return jdbc.sql("""
                                insert into platform.idempotent_answer
                                    (company_id, client_id, route, key_hash, request_hash, created_at, claimed_until)
                                values (?, ?, ?, ?, ?, ?, ?)
                                on conflict do nothing""")
                        .params(key(place))
                        .params(requestHash, SqlTimes.column(now), SqlTimes.column(until))
                        .update()
                == 1;
    }

    /// Takes over a place whose holder did not come back in time.
    boolean takeOver(Place place, Instant claimedUntil, Instant until) {
        return jdbc.sql("""
                                update platform.idempotent_answer set claimed_until = ?
                                where company_id = ? and client_id = ? and route = ? and key_hash = ?
                                    and status is null and claimed_until = ?""")
                        .param(SqlTimes.column(until))
                        .params(key(place))
                        .param(SqlTimes.column(claimedUntil))
                        .update()
                == 1;
    }

    /// Puts the answer into a place that was claimed; the first one stays.
    void settle(Place place, Answer answer) {
        jdbc.sql("""
                        update platform.idempotent_answer set status = ?, headers = ?, body = ?
                        where company_id = ? and client_id = ? and route = ? and key_hash = ? and status is null""").params(columns(answer)).params(key(place)).update();
    }

    /// Gives a place back that this holder claimed.
    void release(Place place, Instant claimedUntil) {
        jdbc.sql("""
                        delete from platform.idempotent_answer
                        where company_id = ? and client_id = ? and route = ? and key_hash = ? and status is null
                            and claimed_until = ?""").params(key(place)).param(SqlTimes.column(claimedUntil)).update();
    }

    /// The companies that have something kept from before; read as the platform role.
    List<CompanyKey> companiesBefore(Instant moment) {
        return jdbc.sql("select distinct company_id from platform.idempotent_answer where created_at < ?")
                .param(SqlTimes.column(moment))
                .query((row, _) -> new CompanyKey(row.getLong(1)))
                .list();
    }

    /// Forgets what was kept before a moment, at most so many; says how many it was.
    int deleteBefore(CompanyKey company, Instant moment, int most) {
        return jdbc.sql("""
                        delete from platform.idempotent_answer
                        where company_id = ? and (client_id, route, key_hash) in (
                            select client_id, route, key_hash from platform.idempotent_answer
                            where company_id = ? and created_at < ? order by created_at limit ?)""")
                .params(company.value(), company.value(), SqlTimes.column(moment), most)
                .update();
    }

    private static List<Object> key(Place place) {
        return List.of(place.company().value(), place.clientId(), place.route(), place.hash());
    }

    private static List<Object> columns(Answer answer) {
        String[] headers = answer.headers().entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .toArray(String[]::new);
        return List.of(answer.status(), headers, answer.body());
    }

    private static Map<String, String> headers(String[] lines) {
        Map<String, String> headers = new TreeMap<>();
        for (String line : lines) {
            int end = line.indexOf(": ");
            headers.put(line.substring(0, end), line.substring(end + 2));
        }
        return headers;
    }
}
