package io.kosh.messages;

/// How a message reaches somebody.
public enum Channel {
    MAIL,
    SMS
}
