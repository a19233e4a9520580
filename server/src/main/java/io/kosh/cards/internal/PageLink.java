package io.kosh.cards.internal;

import java.time.Duration;

/// A link that works once, by the clock of the machine: moving a sandbox's business time ends none.
///
/// @param card    internal key of the card that it is about
/// @param purpose what it opens
record PageLink(long card, Purpose purpose) {
    static final Duration SIGN_IN_LIFE = Duration.ofMinutes(5);
    static final Duration SHOW_LIFE = Duration.ofMinutes(2);

    /// What links open.
    enum Purpose {
        /// Signs the card's holder in.
        SIGN_IN(SIGN_IN_LIFE),
        /// Shows the card's number.
        CARD_NUMBER(SHOW_LIFE),
        /// Shows the digits on the back of the card.
        SECURITY_CODE(SHOW_LIFE);

        private final Duration life;

        Purpose(Duration life) {
            this.life = life;
        }

        Duration life() {
            return life;
        }
    }
}
