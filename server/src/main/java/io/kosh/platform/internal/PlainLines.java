package io.kosh.platform.internal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.springframework.boot.logging.structured.StructuredLogFormatter;

/// Log lines for people at a terminal: the level and the sentence. The file has the rest.
final class PlainLines implements StructuredLogFormatter<ILoggingEvent> {
    @Override
    public String format(ILoggingEvent event) {
        return event.getLevel() + ": " + LogMasking.mask(event.getFormattedMessage()) + System.lineSeparator();
    }
}
