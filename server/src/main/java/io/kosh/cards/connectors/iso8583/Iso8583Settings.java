package io.kosh.cards.connectors.iso8583;

import io.kosh.platform.Profile;
import io.kosh.platform.StartupFailure;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The port that card messages come to, bound from `kosh.cards.iso8583.*`. Every default is here.
///
/// @param enabled      whether it is open; where nothing is said it is in a sandbox alone
/// @param host         the address that it listens on
/// @param port         0 for any free one, in a sandbox only
/// @param peers        the addresses that may connect; none means any, in a sandbox only
/// @param connections  the most at the same time; more are turned away
/// @param inFlight     the most messages of one connection that wait for their answer; it is not read on
///                     meanwhile
/// @param messageBytes the longest message
/// @param idle         how long a connection may say nothing
/// @param readTimeout  how long a message may take from its first byte to its last
/// @param writeTimeout how long an answer may take to be taken
/// @param drain        how long a stop waits for answers that are due
/// @param pinKey       the zone key of PIN blocks, 32 or 48 hexadecimal digits (3DES); a sandbox has one that
///                     everybody knows
/// @param explain      whether an answer tells the rule that refused and what it would have let through;
///                     where nothing is said it does in a sandbox alone
@ConfigurationProperties("kosh.cards.iso8583")
record Iso8583Settings(
        @Nullable Boolean enabled,
        @DefaultValue("127.0.0.1") String host,
        @DefaultValue("0") int port,
        @DefaultValue List<String> peers,
        @DefaultValue("256") int connections,
        @DefaultValue("64") int inFlight,
        @DefaultValue("2048") int messageBytes,
        @DefaultValue("5m") Duration idle,
        @DefaultValue("10s") Duration readTimeout,
        @DefaultValue("10s") Duration writeTimeout,
        @DefaultValue("10s") Duration drain,
        @Nullable String pinKey,
        @Nullable Boolean explain) {
    /// As in the examples of every manual: it protects nothing.
    static final String SANDBOX_PIN_KEY = "0123456789ABCDEFFEDCBA9876543210";

    private static final int HIGHEST_PORT = 0xFFFF;

    Iso8583Settings {
        if (port < 0 || port > HIGHEST_PORT || connections < 1 || inFlight < 1 || messageBytes < Frames.SHORTEST) {
            throw new StartupFailure("One of kosh.cards.iso8583.port, connections, in-flight and message-bytes is out"
                    + " of range: correct it, or leave it out.");
        }
        if (messageBytes > Frames.LONGEST) {
            throw new StartupFailure("kosh.cards.iso8583.message-bytes is more than two bytes can say: 65535 is most.");
        }
        if (pinKey != null && !pinKey.matches("(?:[0-9A-Fa-f]{16}){2,3}")) {
            throw new StartupFailure("kosh.cards.iso8583.pin-key is not a key of 32 or 48 hexadecimal digits.");
        }
    }

    boolean open(Profile profile) {
        return enabled == null ? profile == Profile.SANDBOX : enabled;
    }

    boolean explains(Profile profile) {
        return explain == null ? profile == Profile.SANDBOX : explain;
    }

    /// The zone key, null where there is none and PINs cannot be checked.
    @Nullable
    String pinKeyIn(Profile profile) {
        return pinKey == null && profile == Profile.SANDBOX ? SANDBOX_PIN_KEY : pinKey;
    }

    /// Messages move money and nothing in them says who sent them, so in live an operator says who may.
    void check(Profile profile) {
        if (profile == Profile.LIVE && open(profile) && (port == 0 || peers.isEmpty())) {
            throw new StartupFailure("kosh.cards.iso8583 is enabled without saying where and for whom: set"
                    + " kosh.cards.iso8583.port and kosh.cards.iso8583.peers.");
        }
    }

    @Override
    public String toString() {
        return "Iso8583Settings[" + host + ":" + port + "]";
    }
}
