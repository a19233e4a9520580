package io.kosh.messages.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `messages.sending`: how often something was sent within an hour of real time.
@Component
final class SendingStore {
    private static final Duration HOUR = Duration.ofHours(1);

    private final JdbcClient jdbc;

    SendingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Counts one under a name, where fewer than `most` were counted within the hour; others of that name wait until
    /// the transaction ends. Returns `now` where it was counted, and otherwise the moment from which one would be.
    Instant take(CompanyKey company, String name, int most, Instant now) {
        // The update that changes nothing locks the row that is there, also against who forgets it.
        List<Instant> sent = new ArrayList<>(jdbc.sql("""
                        insert into messages.sending (company_id, name, sent_millis, over_at) values (?, ?, '{}', ?)
                        on conflict (company_id, name) do update set name = excluded.name
                        returning sent_millis""")
                .params(company.value(), name, SqlTimes.column(now))
                .query((row, _) -> Arrays.stream(
                                (Long[]) row.getArray("sent_millis").getArray())
                        .map(Instant::ofEpochMilli)
                        .toList())
                .single());
        sent.removeIf(each -> !each.isAfter(now.minus(HOUR)));
        if (sent.size() >= most) {
            return sent.get(sent.size() - most).plus(HOUR);
        }
        sent.add(now);
        jdbc.sql("update messages.sending set sent_millis = ?, over_at = ? where company_id = ? and name = ?")
                .params(sent.stream().map(Instant::toEpochMilli).toArray(Long[]::new), SqlTimes.column(now.plus(HOUR)))
                .params(company.value(), name)
                .update();
        return now;
    }

    /// The companies that something is counted for, among those of the transaction.
    List<CompanyKey> companies() {
        return jdbc.sql("select distinct company_id from messages.sending")
                .query((row, _) -> new CompanyKey(row.getLong(1)))
                .list();
    }

    int forget(CompanyKey company, Instant before) {
        return jdbc.sql("delete from messages.sending where company_id = ? and over_at < ?")
                .params(company.value(), SqlTimes.column(before))
                .update();
    }
}
