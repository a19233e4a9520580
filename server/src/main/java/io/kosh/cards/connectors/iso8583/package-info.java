/// Lets terminals and switches ask whether a card may pay: ISO 8583:1987 over TCP, each message behind its
/// length.
@NullMarked
package io.kosh.cards.connectors.iso8583;

import org.jspecify.annotations.NullMarked;
