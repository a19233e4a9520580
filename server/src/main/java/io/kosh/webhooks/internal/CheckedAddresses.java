package io.kosh.webhooks.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.springframework.stereotype.Component;

/// Looks a receiver's name up once for each connection, and hands out only what was checked: the client connects to
/// exactly these addresses, so that a name cannot point elsewhere between the check and the connection.
@Component
final class CheckedAddresses implements DnsResolver {
    private final AddressRules rules;

    CheckedAddresses(AddressRules rules) {
        this.rules = rules;
    }

    /// The name has an address that deliveries may not go to.
    static final class Refused extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        Refused(String host) {
            super(host + " has an address that deliveries may not go to");
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        for (InetAddress address : addresses) {
            if (!rules.allow(address)) {
                throw new Refused(host);
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
