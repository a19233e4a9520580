package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CardStateTest {
    @Test
    void aLockIsLiftedAndABlockIsFinal() {
        assertThat(CardState.LIFECYCLE.allows(CardState.ACTIVE, CardState.LOCKED))
                .isTrue();
        assertThat(CardState.LIFECYCLE.allows(CardState.LOCKED, CardState.ACTIVE))
                .isTrue();
        for (CardState to : CardState.values()) {
            assertThat(CardState.LIFECYCLE.allows(CardState.BLOCKED, to)).isFalse();
            assertThat(CardState.LIFECYCLE.allows(to, CardState.ACTIVATING)).isFalse();
        }
    }

    @Test
    void theCodesAreTheDocumentedOnes() {
        assertThat(CardState.values()).extracting(CardState::code).containsExactly("AP", "UL", "L", "BL");
    }
}
