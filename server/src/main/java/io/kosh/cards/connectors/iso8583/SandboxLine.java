package io.kosh.cards.connectors.iso8583;

import io.kosh.kernel.Secret;
import io.kosh.platform.Profile;
import io.kosh.sandbox.CardLine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/// Tells the sandbox's terminal where to connect.
@Component
@ConditionalOnProperty(name = "kosh.profile", havingValue = "sandbox", matchIfMissing = true)
final class SandboxLine implements CardLine {
    private final MessagePort port;
    private final String pinKey;

    SandboxLine(MessagePort port, Iso8583Settings settings) {
        this.port = port;
        String key = settings.pinKeyIn(Profile.SANDBOX);
        this.pinKey = key == null ? Iso8583Settings.SANDBOX_PIN_KEY : key;
    }

    @Override
    public @Nullable Line line() {
        InetSocketAddress address = port.address();
        if (address == null) {
            return null;
        }
        InetAddress host =
                address.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address.getAddress();
        return new Line(new InetSocketAddress(host, address.getPort()), new Secret<>(pinKey));
    }
}
