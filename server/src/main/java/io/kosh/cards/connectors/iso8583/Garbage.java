package io.kosh.cards.connectors.iso8583;

import java.io.IOException;

/// What came is no message. Says where, never what: it may have a card's number in it.
final class Garbage extends IOException {
    private static final long serialVersionUID = 1L;

    Garbage(String why) {
        super(why);
    }
}
