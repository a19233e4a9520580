package io.kosh.sandbox;

import io.kosh.kernel.Secret;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Where the page that swipes cards finds the port of card messages. In live there is nobody who asks.
public interface CardLine {

    /// @param pinKey the zone key of PIN blocks in hexadecimal digits
    record Line(InetSocketAddress address, Secret<String> pinKey) {}

    /// Null where the port is not open.
    @Nullable
    Line line();
}
