package io.kosh.cards.internal;

import io.kosh.cards.DeclineReason;
import io.kosh.cards.internal.AuthorizationStep.Kind;
import io.kosh.cards.internal.AuthorizationStep.Parent;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Cells;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.authorization_step`.
@Component
final class AuthorizationStepStore {
    private static final String SELECT = """
            select step.id, step.authorization_id, coalesce(done.approval_code, ''), step.source, step.kind, step.amount,
                step.reason, step.remaining, step.available, step.transfer_id, step.recorded_at
            from cards.authorization_step as step
            join cards.authorization as done on done.company_id = step.company_id and done.id = step.authorization_id
            where step.company_id = ?
            """;

    private final JdbcClient jdbc;

    AuthorizationStepStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Writes steps with whatever else the trip carries.
    void insert(RoundTrip trip, CompanyKey company, List<AuthorizationStep> steps) {
        if (steps.isEmpty()) {
            return;
        }
        trip.write(
                """
                insert into cards.authorization_step (company_id, id, authorization_id, source_hash, request_hash,
                    source, kind, amount, reason, remaining, available, transfer_id, recorded_at)
                select ?, c1::bigint, c2::bigint, c3::uuid, c4::uuid, c5, c6, c7::bigint, c8, c9::bigint, c10::bigint,
                    c11::bigint, c12::timestamptz
                from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[])
                    as made (c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12)""",
                Cells.<AuthorizationStep>of(
                        company.value(),
                        steps,
                        AuthorizationStep::number,
                        each -> each.of().number(),
                        each -> AuthorizationStore.hash(each.source()),
                        each -> AuthorizationStore.hash(each.request()),
                        AuthorizationStep::source,
                        AuthorizationStep::kind,
                        each -> each.outcome().amount(),
                        each -> AuthorizationStore.reason(each.outcome().verdict()),
                        each -> AuthorizationStore.left(each.outcome().verdict()),
                        each -> each.outcome().available(),
                        each -> each.outcome().transfer(),
                        AuthorizationStep::recordedAt));
    }

    /// Steps by their numbers; unknown ones are left out.
    Map<Long, AuthorizationStep> find(CompanyKey company, Collection<Long> numbers) {
        Map<Long, AuthorizationStep> found = new HashMap<>();
        jdbc.sql(SELECT + "and step.id = any(?)")
                .param(company.value())
                .param(numbers.toArray(Long[]::new))
                .query(row -> {
                    found.put(row.getLong(1), step(row));
                });
        return found;
    }

    /// The steps of an authorisation in their order.
    List<AuthorizationStep> of(CompanyKey company, long authorization) {
        return jdbc.sql(SELECT + "and step.authorization_id = ? order by step.id")
                .params(company.value(), authorization)
                .query((row, _) -> step(row))
                .list();
    }

    private static AuthorizationStep step(ResultSet row) throws SQLException {
        String reason = row.getString(7);
        return new AuthorizationStep(
                row.getLong(1),
                new Parent(row.getLong(2), row.getString(3)),
                row.getString(4),
                "",
                Kind.valueOf(row.getString(5)),
                new AuthorizationStep.Outcome(
                        row.getLong(6),
                        reason == null
                                ? null
                                : new Verdict(DeclineReason.valueOf(reason), null, row.getObject(8, Long.class)),
                        row.getObject(9, Long.class),
                        row.getObject(10, Long.class)),
                SqlTimes.instant(row, 11));
    }
}
