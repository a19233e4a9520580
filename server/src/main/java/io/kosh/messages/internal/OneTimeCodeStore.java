package io.kosh.messages.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `messages.challenge`.
@Component
final class OneTimeCodeStore {
    private final JdbcClient jdbc;

    OneTimeCodeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What a code is for and about.
    record About(CompanyKey company, String purpose, String subject) {}

    /// The newest code of a purpose and subject.
    ///
    /// @param hash  null where it counts no more
    /// @param tries wrong ones
    /// @param sent  when codes were sent lately
    /// @param messageId what carries it, null before the first
    @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest alone
    record Kept(
            String id,
            byte @Nullable [] hash,
            int tries,
            Instant expiresAt,
            List<Instant> sent,
            @Nullable String messageId) {}

    /// The row, made where there is none, locked until the transaction ends.
    Kept lockOrOpen(About about, Instant now) {
        // The update that changes nothing locks the row that is there, also against who forgets it.
        return jdbc.sql("""
                        insert into messages.challenge
                            (company_id, purpose, subject, public_id, tries, expires_at, sent_millis)
                        values (?, ?, ?, '', 0, ?, '{}')
                        on conflict (company_id, purpose, subject) do update set purpose = excluded.purpose
                        returning *""")
                .params(about.company().value(), about.purpose(), about.subject())
                .param(SqlTimes.column(now))
                .query((row, _) -> read(row))
                .single();
    }

    /// Locked until the transaction ends; null where none was ever sent.
    @Nullable
    Kept lock(About about) {
        return jdbc.sql("""
                        select * from messages.challenge where company_id = ? and purpose = ? and subject = ?
                        for update""")
                .params(about.company().value(), about.purpose(), about.subject())
                .query((row, _) -> read(row))
                .optional()
                .orElse(null);
    }

    void save(About about, Kept kept) {
        jdbc.sql("""
                        update messages.challenge
                        set public_id = ?, hash = ?, tries = ?, expires_at = ?, sent_millis = ?, message_id = ?
                        where company_id = ? and purpose = ? and subject = ?""")
                .param(kept.id())
                .param(kept.hash())
                .params(
                        kept.tries(),
                        SqlTimes.column(kept.expiresAt()),
                        kept.sent().stream().map(Instant::toEpochMilli).toArray(Long[]::new))
                .param(kept.messageId())
                .params(about.company().value(), about.purpose(), about.subject())
                .update();
    }

    /// The companies that have sent codes, among those of the transaction.
    List<CompanyKey> companies() {
        return jdbc.sql("select distinct company_id from messages.challenge")
                .query((row, _) -> new CompanyKey(row.getLong(1)))
                .list();
    }

    int forget(CompanyKey company, Instant before) {
        return jdbc.sql("delete from messages.challenge where company_id = ? and expires_at < ?")
                .params(company.value(), SqlTimes.column(before))
                .update();
    }

    private static Kept read(ResultSet row) throws SQLException {
        Long[] sent = (Long[]) row.getArray("sent_millis").getArray();
        return new Kept(
                row.getString("public_id"),
                row.getBytes("hash"),
                row.getInt("tries"),
                SqlTimes.instant(row, "expires_at"),
                Arrays.stream(sent).map(Instant::ofEpochMilli).toList(),
                row.getString("message_id"));
    }
}
