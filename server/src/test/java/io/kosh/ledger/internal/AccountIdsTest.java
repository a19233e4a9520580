package io.kosh.ledger.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Asset;
import io.kosh.ledger.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AccountIdsTest {
    private static final AccountKind ONE = new AccountKind("test.one", Asset.INR, Side.CREDIT, true);
    private static final AccountKind OTHER = new AccountKind("test.other", Asset.INR, Side.CREDIT, true);
    private static final CompanyKey COMPANY = new CompanyKey(1);
    private static final CompanyKey NEIGHBOUR = new CompanyKey(2);
    private static final int MANY = 300_000;

    private final AccountIds ids = new AccountIds();

    @Test
    void knowsWhatItWasToldAndNothingElse() {
        ids.remember(COMPANY, new AccountRef(ONE, 7), 11);
        ids.remember(COMPANY, new AccountRef(OTHER, 7), 12);
        ids.remember(NEIGHBOUR, new AccountRef(ONE, 7), 13);
        assertThat(ids.find(COMPANY, new AccountRef(ONE, 7))).isEqualTo(11);
        assertThat(ids.find(COMPANY, new AccountRef(OTHER, 7))).isEqualTo(12);
        assertThat(ids.find(NEIGHBOUR, new AccountRef(ONE, 7))).isEqualTo(13);
        assertThat(ids.find(NEIGHBOUR, new AccountRef(OTHER, 7))).isZero();
        assertThat(ids.find(COMPANY, new AccountRef(ONE, 8))).isZero();
        ids.remember(COMPANY, new AccountRef(ONE, 7), 14);
        assertThat(ids.find(COMPANY, new AccountRef(ONE, 7))).isEqualTo(14);
    }

    @Test
    void forgetsACompanyAndNoOther() {
        ids.remember(COMPANY, new AccountRef(ONE, 7), 11);
        ids.remember(NEIGHBOUR, new AccountRef(ONE, 7), 13);
        ids.forget(COMPANY);
        assertThat(ids.find(COMPANY, new AccountRef(ONE, 7))).isZero();
        ids.remember(COMPANY, new AccountRef(ONE, 8), 15);
        assertThat(ids.find(COMPANY, new AccountRef(ONE, 7)))
                .as("with a new number for the kind")
                .isZero();
        assertThat(ids.find(NEIGHBOUR, new AccountRef(ONE, 7))).isEqualTo(13);
    }

    @Test
    void growsWithTheBooks() {
        for (int owner = 1; owner <= MANY; owner++) {
            ids.remember(COMPANY, new AccountRef(ONE, owner), 10L * owner);
        }
        assertThat(known(MANY)).as("nearly all").isGreaterThan(MANY / 100 * 98);
    }

    /// How many of so many are known, each with the right id.
    private int known(int owners) {
        int known = 0;
        for (int owner = 1; owner <= owners; owner++) {
            long id = ids.find(COMPANY, new AccountRef(ONE, owner));
            if (id != 0) {
                assertThat(id).isEqualTo(10L * owner);
                known++;
            }
        }
        return known;
    }

    @Test
    void givesTheOldUpForTheNewWhenItIsFull() {
        int more = 3_000_000;
        for (int owner = 1; owner <= more; owner++) {
            ids.remember(COMPANY, new AccountRef(ONE, owner), 10L * owner);
        }
        assertThat(known(more)).isBetween(1_900_000, 2_100_000);
        assertThat(ids.find(COMPANY, new AccountRef(ONE, more))).isEqualTo(10L * more);
    }

    @Test
    void isNeverWrongWhileManyWrite() throws Exception {
        try (var executor = Executors.newFixedThreadPool(8)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int first = thread;
                writers.add(executor.submit(() -> {
                    for (int owner = first + 1; owner <= MANY; owner += 3) {
                        ids.remember(COMPANY, new AccountRef(ONE, owner), 10L * owner);
                        long other = 1 + owner * 31L % MANY;
                        assertThat(ids.find(COMPANY, new AccountRef(ONE, other)))
                                .isIn(0L, 10L * other);
                    }
                }));
            }
            for (Future<?> each : writers) {
                each.get();
            }
        }
        assertThat(known(MANY)).isGreaterThan(MANY / 100 * 98);
    }
}
