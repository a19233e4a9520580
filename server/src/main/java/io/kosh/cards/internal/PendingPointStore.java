package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.RoundTrip;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.pending_points`.
@Component
final class PendingPointStore {
    private static final String SELECT = """
            select transfer_id, account_id, card_id, amount, starts_on, expires_on, notice_on from cards.pending_points
            """;

    private final JdbcClient jdbc;

    PendingPointStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Writes promises with whatever else the trip carries.
    void insert(RoundTrip trip, CompanyKey company, List<PendingPoints> made) {
        trip.write(
                """
                insert into cards.pending_points (company_id, transfer_id, account_id, card_id, amount, starts_on,
                    expires_on, notice_on, state)
                select ?, each.*, 'PENDING'
                from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[]::date[], ?::text[]::date[],
                    ?::text[]::date[]) as each""",
                company.value(),
                made.stream().mapToLong(PendingPoints::transfer).toArray(),
                made.stream().mapToLong(PendingPoints::account).toArray(),
                made.stream().mapToLong(PendingPoints::card).toArray(),
                made.stream().mapToLong(PendingPoints::amount).toArray(),
                days(made, PendingPoints::startsOn),
                days(made, PendingPoints::expiresOn),
                days(made, PendingPoints::noticeOn));
    }

    private static @Nullable String[] days(
            List<PendingPoints> made, Function<PendingPoints, @Nullable LocalDate> which) {
        @Nullable String[] days = new String[made.size()];
        for (int i = 0; i < days.length; i++) {
            LocalDate day = which.apply(made.get(i));
            days[i] = day == null ? null : day.toString();
        }
        return days;
    }

    /// Those of some promises that still wait, locked until the transaction ends.
    List<PendingPoints> lock(CompanyKey company, Collection<Long> transfers) {
        return jdbc.sql(SELECT + """
                        where company_id = ? and transfer_id = any(?) and state = 'PENDING'
                        order by transfer_id for update""")
                .param(company.value())
                .param(transfers.toArray(Long[]::new))
                .query((row, _) -> pending(row))
                .list();
    }

    /// Those of some cards that still wait, locked until the transaction ends.
    List<PendingPoints> lockOfCards(CompanyKey company, Collection<Long> cards) {
        return jdbc.sql(SELECT + """
                        where company_id = ? and card_id = any(?) and state = 'PENDING'
                        order by transfer_id for update""")
                .param(company.value())
                .param(cards.toArray(Long[]::new))
                .query((row, _) -> pending(row))
                .list();
    }

    /// Sets what stays promised of promises that are locked.
    void lessen(CompanyKey company, Map<Long, Long> left) {
        jdbc.sql("""
                        update cards.pending_points as pending set amount = lessened.amount
                        from unnest(?::bigint[], ?::bigint[]) as lessened (transfer_id, amount)
                        where pending.company_id = ? and pending.transfer_id = lessened.transfer_id""")
                .param(left.keySet().toArray(Long[]::new))
                .param(left.values().toArray(Long[]::new))
                .param(company.value())
                .update();
    }

    /// Ends promises that are locked.
    ///
    /// @param endedBy the transfers that ended them, by promise
    void end(CompanyKey company, PendingPoints.State state, Map<Long, Long> endedBy) {
        jdbc.sql("""
                        update cards.pending_points as pending set state = ?, ended_by = ended.by_transfer
                        from unnest(?::bigint[], ?::bigint[]) as ended (transfer_id, by_transfer)
                        where pending.company_id = ? and pending.transfer_id = ended.transfer_id""")
                .param(state.name())
                .param(endedBy.keySet().toArray(Long[]::new))
                .param(endedBy.values().toArray(Long[]::new))
                .param(company.value())
                .update();
    }

    /// Promises whose day has come, soonest first.
    ///
    /// @param after the last one of the page before, null to begin
    List<PendingPoints> due(CompanyKey company, LocalDate today, @Nullable PendingPoints after, int most) {
        return jdbc.sql(SELECT + """
                        where company_id = ? and state = 'PENDING' and starts_on <= ?
                            and (starts_on, transfer_id) > (?, ?)
                        order by starts_on, transfer_id limit ?""")
                .params(company.value(), today)
                .param(after == null ? LocalDate.EPOCH : after.startsOn())
                .param(after == null ? 0L : after.transfer())
                .param(most)
                .query((row, _) -> pending(row))
                .list();
    }

    /// The first day on which each company has a promise to start.
    Map<CompanyKey, LocalDate> earliest() {
        Map<CompanyKey, LocalDate> earliest = new HashMap<>();
        jdbc.sql("""
                        select company_id, min(starts_on) from cards.pending_points
                        where state = 'PENDING' group by company_id""").query(row -> {
            earliest.put(new CompanyKey(row.getLong(1)), row.getObject(2, LocalDate.class));
        });
        return earliest;
    }

    long countDue(Map<CompanyKey, LocalDate> today) {
        return jdbc.sql("""
                        select count(*)
                        from unnest(?::bigint[], ?::text[]::date[]) as asked (company_id, today)
                        join cards.pending_points as pending using (company_id)
                        where pending.state = 'PENDING' and pending.starts_on <= asked.today""")
                .param(today.keySet().stream().map(CompanyKey::value).toArray(Long[]::new))
                .param(today.values().stream().map(LocalDate::toString).toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    /// What a card is promised, soonest first.
    List<PendingPoints> ofCard(CompanyKey company, long card) {
        return jdbc.sql(SELECT + """
                        where company_id = ? and card_id = ? and state = 'PENDING' order by starts_on, transfer_id""")
                .params(company.value(), card)
                .query((row, _) -> pending(row))
                .list();
    }

    /// What is promised under each account, by its key.
    Map<Long, Long> sums(CompanyKey company) {
        Map<Long, Long> sums = new HashMap<>();
        jdbc.sql("""
                        select account_id, sum(amount)::bigint from cards.pending_points
                        where company_id = ? and state = 'PENDING' group by account_id""").param(company.value()).query(row -> {
            sums.put(row.getLong(1), row.getLong(2));
        });
        return sums;
    }

    private static PendingPoints pending(ResultSet row) throws SQLException {
        return new PendingPoints(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getObject(5, LocalDate.class),
                row.getObject(6, LocalDate.class),
                row.getObject(7, LocalDate.class));
    }
}
