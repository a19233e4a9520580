package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.internal.SharedTransactions.Turn;
import io.kosh.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Statements that travel together, on a real PostgreSQL.
@Tag("store")
class RoundTripTest {
    private static final String COUNT = "select count(*) from platform.public_id where id = ?";
    private static final String INSERT = "insert into platform.public_id (id, kind, company_id) values (?, ?, ?)";

    private final PostgresDatabase database = TestServer.shared().bean(PostgresDatabase.class);
    private final JdbcClient jdbc = TestServer.shared().bean(JdbcClient.class);
    private final CompanyKey company = new CompanyKey(77);
    private final String id = UUID.randomUUID().toString();
    private final List<Long> seen = new ArrayList<>();
    private final List<String> turns = new ArrayList<>();

    private final Turn turn = new Turn() {
        @Override
        public void await() {
            turns.add("await");
        }

        @Override
        public void lastTrip() {
            turns.add("last trip");
        }
    };

    private RoundTrip inserting(RoundTrip trip) {
        return trip.write(INSERT, id, "test", 77L);
    }

    private boolean isThere() {
        return database.inRegistry(
                () -> jdbc.sql(COUNT).param(id).query(Long.class).single() == 1);
    }

    @Test
    void statementsAreDoneInOrderAndTheirRowsRead() {
        database.inRegistry(() -> {
            RoundTrip trip = database.begin();
            trip.read(COUNT, row -> seen.add(row.getLong(1)), id);
            inserting(trip).read(COUNT, row -> seen.add(row.getLong(1)), id);
            trip.read("select * from generate_series(?, ?)", row -> seen.add(row.getLong(1)), 5, 7);
            trip.send();
            return true;
        });

        assertThat(seen).containsExactly(0L, 1L, 5L, 6L, 7L);
        assertThat(isThere()).isTrue();
    }

    @Test
    void aStatementThatAnswersOtherwiseThanSaidIsABug() {
        assertThatThrownBy(() -> database.inRegistry(() -> {
                    inserting(database.begin()).write("select 1").send();
                    return true;
                }))
                .hasMessageContaining("answers otherwise than said");
        assertThat(isThere()).isFalse();
    }

    @Test
    void aSharedTransactionLearnsItsCompanyWithItsFirstTripAndShowsNothingBefore() {
        String now = "select current_setting('app.company')::bigint";

        assertThatThrownBy(() -> database.inCompanyShared(
                        company,
                        Turn.ALONE,
                        () -> jdbc.sql("select count(*) from identity.person")
                                .query(Long.class)
                                .single()))
                .isInstanceOf(RuntimeException.class);
        database.inCompanyShared(company, Turn.ALONE, () -> {
            database.begin().read(now, row -> seen.add(row.getLong(1))).send();
            return seen.add(jdbc.sql(now).query(Long.class).single());
        });

        assertThat(seen).containsExactly(77L, 77L);
    }

    @Test
    void whatIsLeftForTheEndIsCommittedInOneTripAndSeenByNobodyBefore() {
        String second = id + "-2";
        database.inCompanyShared(company, turn, () -> {
            inserting(database.begin()).sendAtEnd();
            database.begin().write(INSERT, second, "test", 77L).sendAtEnd();
            database.begin().read(COUNT, row -> seen.add(row.getLong(1)), id).send();
            return true;
        });

        assertThat(seen).containsExactly(0L);
        assertThat(isThere()).isTrue();
        assertThat(database.inRegistry(
                        () -> jdbc.sql(COUNT).param(second).query(Long.class).single()))
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeWrittenAtTheEndTakesEverythingBack() {
        assertThatThrownBy(() -> database.inCompanyShared(company, turn, () -> {
                    inserting(database.begin()).sendAtEnd();
                    inserting(database.begin()).sendAtEnd();
                    return true;
                }))
                .isInstanceOf(RuntimeException.class);

        assertThat(isThere()).isFalse();
    }

    @Test
    void onlyABatchThatAwaitedItsTurnLetsTheNextBeginBesideItsLastTrip() {
        database.inCompanyShared(company, turn, () -> {
            inserting(database.begin()).sendAtEnd();
            return true;
        });
        assertThat(turns).isEmpty();

        database.inCompanyShared(company, turn, () -> {
            database.awaitTurn();
            database.begin().write(INSERT, id + "-2", "test", 77L).sendAtEnd();
            return true;
        });
        assertThat(turns).containsExactly("await", "last trip");
    }
}
