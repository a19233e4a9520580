package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardTransactionTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 35, 36, 1_000_000, 4_000_000_000L, 3_656_158_440_062_975L})
    void anIdTellsItsTransferAgain(long transfer) {
        String id = CardTransaction.id(transfer);

        assertThat(id).matches("ECT[0-9A-Z]{10}");
        assertThat(CardTransaction.transfer(id)).isEqualTo(transfer);
    }

    @Test
    void eachTransferHasAnIdOfItsOwn() {
        Set<String> ids = new HashSet<>();
        for (long transfer = 0; transfer < 100_000; transfer++) {
            ids.add(CardTransaction.id(transfer));
        }

        assertThat(ids).hasSize(100_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ECT", "ECTabc", "ECT00000000001", "XCT0000000001", "ECT000000000a"})
    void whatHasAnotherShapeIsNone(String id) {
        assertThat(CardTransaction.transfer(id)).isNull();
    }
}
