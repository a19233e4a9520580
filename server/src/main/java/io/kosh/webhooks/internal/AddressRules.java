package io.kosh.webhooks.internal;

import io.kosh.platform.Profile;
import io.kosh.platform.Settings;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Which addresses a delivery may go to. In the live profile only what everybody can reach: a notification must not
/// become a way into the network that the server stands in. In the sandbox this machine and private networks too.
@Component
final class AddressRules {
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b};

    /// Loopback, private and shared ones: allowed where the receiver runs beside the server.
    private static final List<Range> NEARBY = List.of(
            Range.of("127.0.0.0/8"),
            Range.of("10.0.0.0/8"),
            Range.of("172.16.0.0/12"),
            Range.of("192.168.0.0/16"),
            Range.of("100.64.0.0/10"),
            Range.of("::1/128"),
            Range.of("fc00::/7"),
            Range.of("fec0::/10"));

    /// Never a receiver: this network, link-local (where clouds keep their keys), multicast, reserved, documentation,
    /// and tunnels, whose inner address would escape the rules.
    private static final List<Range> NEVER = List.of(
            Range.of("0.0.0.0/8"),
            Range.of("169.254.0.0/16"),
            Range.of("192.0.0.0/24"),
            Range.of("192.0.2.0/24"),
            Range.of("192.88.99.0/24"),
            Range.of("198.18.0.0/15"),
            Range.of("198.51.100.0/24"),
            Range.of("203.0.113.0/24"),
            Range.of("224.0.0.0/3"),
            Range.of("::/128"),
            Range.of("64:ff9b:1::/48"),
            Range.of("100::/64"),
            Range.of("2001::/23"),
            Range.of("2001:db8::/32"),
            Range.of("2002::/16"),
            Range.of("fe80::/10"),
            Range.of("ff00::/8"));

    private final boolean live;

    @Autowired
    AddressRules(Settings settings) {
        this(settings.profile() == Profile.LIVE);
    }

    AddressRules(boolean live) {
        this.live = live;
    }

    boolean live() {
        return live;
    }

    /// Whether a delivery may go there.
    boolean allow(InetAddress address) {
        byte[] bytes = inner(address);
        return NEVER.stream().noneMatch(range -> range.holds(bytes))
                && (!live || NEARBY.stream().noneMatch(range -> range.holds(bytes)));
    }

    /// An IPv4 address that an IPv6 one only wraps (mapped, compatible, NAT64), else the address's own bytes.
    private static byte[] inner(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (!(address instanceof Inet6Address)) {
            return bytes;
        }
        boolean zeroes = true;
        for (int i = 0; i < 10; i++) {
            zeroes &= bytes[i] == 0;
        }
        boolean mapped = zeroes && bytes[10] == -1 && bytes[11] == -1;
        boolean loopback = address.isLoopbackAddress();
        boolean compatible = zeroes && bytes[10] == 0 && bytes[11] == 0 && !loopback;
        boolean nat64 = Arrays.equals(bytes, 0, 4, NAT64, 0, 4) && Arrays.equals(bytes, 4, 12, new byte[8], 0, 8);
        return mapped || compatible || nat64 ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
    }

    /// Addresses that begin with the same bits.
    private record Range(InetAddress start, int bits) {
        static Range of(String text) {
            int slash = text.indexOf('/');
            try {
                return new Range(
                        InetAddress.getByName(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("not an address: " + text, e);
            }
        }

        boolean holds(byte[] address) {
            byte[] own = start.getAddress();
            if (own.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((own[bit / 8] ^ address[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
