package io.kosh.loyalty.internal;

import io.kosh.kernel.CompanyKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `loyalty.programme_member`.
@Component
final class ProgrammeMemberStore {
    private static final String SELECT = """
            select programme_id, card_id, tier, qualifying, period_ends, changes from loyalty.programme_member
            """;

    private final JdbcClient jdbc;

    ProgrammeMemberStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A holder's standing, locked until the transaction ends; made where there is none.
    ProgrammeMember lock(CompanyKey company, long programme, String cardId) {
        jdbc.sql("""
                        insert into loyalty.programme_member (company_id, programme_id, card_id, qualifying, changes)
                        values (?, ?, ?, 0, 0) on conflict do nothing""").params(company.value(), programme, cardId).update();
        return jdbc.sql(SELECT + "where company_id = ? and programme_id = ? and card_id = ? for update")
                .params(company.value(), programme, cardId)
                .query((row, _) -> member(row))
                .single();
    }

    @Nullable
    ProgrammeMember find(CompanyKey company, long programme, String cardId) {
        return jdbc.sql(SELECT + "where company_id = ? and programme_id = ? and card_id = ?")
                .params(company.value(), programme, cardId)
                .query((row, _) -> member(row))
                .optional()
                .orElse(null);
    }

    void save(CompanyKey company, ProgrammeMember member) {
        jdbc.sql("""
                        update loyalty.programme_member
                        set tier = ?, qualifying = ?, period_ends = ?, changes = ?
                        where company_id = ? and programme_id = ? and card_id = ?""")
                .param(member.tier())
                .param(member.qualifying())
                .param(member.periodEnds())
                .params(member.changes(), company.value(), member.programme(), member.cardId())
                .update();
    }

    /// Standings whose period is over by a day, oldest first.
    ///
    /// @param after the last one of the page before, null to begin
    List<ProgrammeMember> due(CompanyKey company, LocalDate today, @Nullable ProgrammeMember after, int most) {
        LocalDate day = after == null ? null : after.periodEnds();
        return jdbc.sql(SELECT + """
                        where company_id = ? and period_ends <= ? and (period_ends, programme_id, card_id) > (?, ?, ?)
                        order by period_ends, programme_id, card_id limit ?""")
                .params(company.value(), today)
                .param(day == null ? LocalDate.EPOCH : day)
                .param(after == null ? 0L : after.programme())
                .param(after == null ? "" : after.cardId())
                .param(most)
                .query((row, _) -> member(row))
                .list();
    }

    /// The first day on which each company has a period that is over.
    Map<CompanyKey, LocalDate> earliest() {
        Map<CompanyKey, LocalDate> earliest = new HashMap<>();
        jdbc.sql("""
                        select company_id, min(period_ends) from loyalty.programme_member
                        where period_ends is not null group by company_id""").query(row -> {
            earliest.put(new CompanyKey(row.getLong(1)), row.getObject(2, LocalDate.class));
        });
        return earliest;
    }

    private static ProgrammeMember member(ResultSet row) throws SQLException {
        return new ProgrammeMember(
                row.getLong("programme_id"),
                row.getString("card_id"),
                row.getString("tier"),
                row.getLong("qualifying"),
                row.getObject("period_ends", LocalDate.class),
                row.getLong("changes"));
    }
}
