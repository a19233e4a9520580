package io.kosh.cards.internal;

import io.kosh.cards.CardAuthorizations.Merchant;
import io.kosh.cards.CardAuthorizations.Original;
import io.kosh.cards.DeclineReason;
import io.kosh.cards.PurchaseChannel;
import io.kosh.cards.internal.Authorization.Kind;
import io.kosh.cards.internal.Authorization.State;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Cells;
import io.kosh.platform.Page;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.authorization`.
@Component
final class AuthorizationStore {
    private static final String COLUMNS = """
            done.id, done.source, done.kind, done.state, done.asked, done.approved, done.held, done.cleared,
            done.reversed, done.refunded, done.channel, done.international, done.category, done.merchant_id,
            done.merchant_name, done.terminal, done.local_at, done.approval_code, done.reason, done.rule,
            done.remaining, done.available, done.shadow, done.transfer_id, done.due_at, done.counted_on,
            done.recorded_at, done.version,
            """;
    private static final int BEFORE_CARD = 28;
    private static final String FROM = """
            from cards.authorization as done
            join cards.card on card.company_id = done.company_id and card.id = done.card_id
            join cards.card_account as account on account.company_id = card.company_id and account.id = card.account_id
            where done.company_id = ?
            """;
    private static final String SELECT = "select " + COLUMNS + CardStore.columns() + FROM;

    private final JdbcClient jdbc;

    AuthorizationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// 128 bits of the SHA-256 of a source or a request.
    static UUID hash(String text) {
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Numbers for what is to be kept.
    List<Long> numbers(RoundTrip trip, int count) {
        List<Long> numbers = new ArrayList<>(count);
        trip.read(
                "select nextval('cards.authorization_number') from generate_series(1, ?)",
                row -> numbers.add(row.getLong(1)),
                count);
        return numbers;
    }

    /// What stands under a source.
    ///
    /// @param step           whether it is what came after an authorisation
    /// @param reversedBefore whether it is an authorisation that never came
    record Known(long number, UUID request, boolean step, boolean reversedBefore) {}

    /// What stands under some sources, by their hashes.
    Map<UUID, Known> known(RoundTrip trip, CompanyKey company, Collection<UUID> sources) {
        Map<UUID, Known> known = new HashMap<>();
        UUID[] asked = sources.toArray(UUID[]::new);
        trip.read(
                """
                        select source_hash, id, request_hash, false, kind = 'REVERSED_BEFORE' from cards.authorization
                        where company_id = ? and source_hash = any(?)
                        union all
                        select source_hash, id, request_hash, true, false from cards.authorization_step
                        where company_id = ? and source_hash = any(?)""",
                row -> known.put(
                        row.getObject(1, UUID.class),
                        new Known(row.getLong(2), row.getObject(3, UUID.class), row.getBoolean(4), row.getBoolean(5))),
                company.value(),
                asked,
                company.value(),
                asked);
        return known;
    }

    /// Authorisations as later messages name them, locked in the order of their numbers; unknown ones are
    /// left out.
    List<Authorization> lock(RoundTrip trip, CompanyKey company, Collection<Original> originals) {
        List<Long> numbers = new ArrayList<>();
        List<UUID> sources = new ArrayList<>();
        for (Original original : originals) {
            switch (original) {
                case Original.ById(String id) -> {
                    Long number = Authorization.IDS.number(id);
                    if (number != null) {
                        numbers.add(number);
                    }
                }
                case Original.BySource(String source) -> sources.add(hash(source));
            }
        }
        List<Authorization> locked = new ArrayList<>();
        trip.read(
                SELECT + "and (done.id = any(?) or done.source_hash = any(?)) order by done.id for update of done",
                row -> locked.add(authorization(row)),
                company.value(),
                numbers.toArray(Long[]::new),
                sources.toArray(UUID[]::new));
        return locked;
    }

    /// Writes authorisations with whatever else the trip carries.
    void insert(RoundTrip trip, CompanyKey company, List<Authorization> made) {
        if (made.isEmpty()) {
            return;
        }
        trip.write(
                """
                insert into cards.authorization (company_id, id, source_hash, request_hash, source, card_id, account_id,
                    kind, state, asked, approved, held, cleared, reversed, refunded, channel, international, category,
                    merchant_id, merchant_name, terminal, local_at, approval_code, reason, rule, remaining, available,
                    shadow, transfer_id, due_at, counted_on, recorded_at, version)
                select ?, c1::bigint, c2::uuid, c3::uuid, c4, c5::bigint, c6::bigint, c7, c8, c9::bigint, c10::bigint,
                    c11::bigint, c12::bigint, c13::bigint, c14::bigint, c15, c16::boolean, c17, c18, c19, c20,
                    c21::timestamp, c22, c23, c24, c25::bigint, c26::bigint, c27::text[], c28::bigint,
                    c29::timestamptz, c30::date, c31::timestamptz, c32::int
                from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                    as made (c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20,
                        c21, c22, c23, c24, c25, c26, c27, c28, c29, c30, c31, c32)""",
                Cells.<Authorization>of(
                        company.value(),
                        made,
                        Authorization::number,
                        each -> hash(each.source()),
                        each -> hash(each.request()),
                        Authorization::source,
                        each -> each.card().key(),
                        each -> each.card().account().key(),
                        Authorization::kind,
                        Authorization::state,
                        each -> each.sums().asked(),
                        each -> each.sums().approved(),
                        each -> each.sums().held(),
                        each -> each.sums().cleared(),
                        each -> each.sums().reversed(),
                        each -> each.sums().refunded(),
                        each -> each.use().channel(),
                        each -> each.use().international(),
                        each -> each.use().merchant().category(),
                        each -> each.use().merchant().id(),
                        each -> each.use().merchant().name(),
                        each -> each.use().merchant().terminal(),
                        each -> each.use().localTime(),
                        each -> each.outcome().approvalCode(),
                        each -> reason(each.outcome().verdict()),
                        each -> rule(each.outcome().verdict()),
                        each -> left(each.outcome().verdict()),
                        each -> each.outcome().available(),
                        each -> "{" + String.join(",", each.outcome().shadow()) + "}",
                        Authorization::transfer,
                        Authorization::dueAt,
                        Authorization::counted,
                        Authorization::recordedAt,
                        Authorization::version));
    }

    static @Nullable DeclineReason reason(@Nullable Verdict verdict) {
        return verdict == null ? null : verdict.reason();
    }

    private static @Nullable String rule(@Nullable Verdict verdict) {
        return verdict == null ? null : verdict.rule();
    }

    static @Nullable Long left(@Nullable Verdict verdict) {
        return verdict == null ? null : verdict.left();
    }

    /// Writes what became of authorisations that are locked.
    void update(RoundTrip trip, CompanyKey company, List<Authorization> changed) {
        if (changed.isEmpty()) {
            return;
        }
        trip.write(
                """
                update cards.authorization as done set state = now.c2, held = now.c3::bigint, cleared = now.c4::bigint,
                    reversed = now.c5::bigint, refunded = now.c6::bigint, counted_on = now.c7::date,
                    version = now.c8::int
                from (select ?::bigint as company_id) as of,
                    unnest(?::text[]::bigint[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::text[]) as now (c1, c2, c3, c4, c5, c6, c7, c8)
                where done.company_id = of.company_id and done.id = now.c1""",
                Cells.<Authorization>of(
                        company.value(),
                        changed,
                        Authorization::number,
                        Authorization::state,
                        each -> each.sums().held(),
                        each -> each.sums().cleared(),
                        each -> each.sums().reversed(),
                        each -> each.sums().refunded(),
                        Authorization::counted,
                        Authorization::version));
    }

    /// Keeps others from changing the authorisations of some holds until the transaction ends, in the order of their
    /// numbers.
    void lockHeld(CompanyKey company, Collection<Long> holds) {
        jdbc.sql("""
                        select id from cards.authorization
                        where company_id = ? and transfer_id = any(?) and state = 'HELD'
                        order by id for update""").param(company.value()).param(holds.toArray(Long[]::new)).query(_ -> {});
    }

    /// Marks authorisations whose holds timed out, and gives them as they are now. One that was cleared late
    /// or reversed meanwhile is left alone.
    List<Authorization> expire(CompanyKey company, Collection<Long> holds) {
        List<Long> expired = jdbc.sql("""
                        update cards.authorization set state = 'EXPIRED', held = 0, version = version + 1
                        where company_id = ? and transfer_id = any(?) and state = 'HELD'
                        returning id""")
                .param(company.value())
                .param(holds.toArray(Long[]::new))
                .query((row, _) -> row.getLong(1))
                .list();
        return expired.isEmpty()
                ? List.of()
                : List.copyOf(find(company, expired).values());
    }

    /// Authorisations by their numbers; unknown ones are left out.
    Map<Long, Authorization> find(CompanyKey company, Collection<Long> numbers) {
        Map<Long, Authorization> found = new HashMap<>();
        jdbc.sql(SELECT + "and done.id = any(?)")
                .param(company.value())
                .param(numbers.toArray(Long[]::new))
                .query(row -> {
                    found.put(row.getLong(1), authorization(row));
                });
        return found;
    }

    /// Whether anything stands under a source.
    boolean isKnown(CompanyKey company, String source) {
        return jdbc.sql("""
                        select exists (
                            select 1 from cards.authorization where company_id = ? and source_hash = ?
                            union all
                            select 1 from cards.authorization_step where company_id = ? and source_hash = ?)""")
                .params(company.value(), hash(source), company.value(), hash(source))
                .query(Boolean.class)
                .single();
    }

    /// Newest first.
    ///
    /// @param card  only those of one card, null for all
    /// @param state only those in one state, null for all
    List<Authorization> page(CompanyKey company, @Nullable Long card, @Nullable State state, Page.Request page) {
        StringBuilder sql = new StringBuilder(SELECT);
        List<Object> parameters = new ArrayList<>(List.of(company.value()));
        if (card != null) {
            sql.append("and done.card_id = ?\n");
            parameters.add(card);
        }
        if (state != null) {
            sql.append("and done.state = ?\n");
            parameters.add(state.name());
        }
        Long after = page.after();
        if (after != null) {
            sql.append("and done.id < ?\n");
            parameters.add(after);
        }
        parameters.add(page.fetch());
        return jdbc.sql(sql.append("order by done.id desc limit ?").toString())
                .params(parameters)
                .query((row, _) -> authorization(row))
                .list();
    }

    private static Authorization authorization(ResultSet row) throws SQLException {
        String reason = row.getString(19);
        return new Authorization(
                row.getLong(1),
                row.getString(2),
                "",
                CardStore.card(row, BEFORE_CARD),
                Kind.valueOf(row.getString(3)),
                State.valueOf(row.getString(4)),
                new Authorization.Sums(
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10)),
                new Authorization.Use(
                        PurchaseChannel.valueOf(row.getString(11)),
                        row.getBoolean(12),
                        new Merchant(row.getString(13), row.getString(14), row.getString(15), row.getString(16)),
                        row.getObject(17, LocalDateTime.class)),
                new Authorization.Outcome(
                        row.getString(18),
                        reason == null
                                ? null
                                : new Verdict(
                                        DeclineReason.valueOf(reason),
                                        row.getString(20),
                                        row.getObject(21, Long.class)),
                        row.getObject(22, Long.class),
                        List.of((String[]) row.getArray(23).getArray())),
                row.getObject(24, Long.class),
                SqlTimes.optionalInstant(row, 25),
                row.getObject(26, LocalDate.class),
                SqlTimes.instant(row, 27),
                row.getInt(28));
    }
}
