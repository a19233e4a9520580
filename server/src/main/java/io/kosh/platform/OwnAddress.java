package io.kosh.platform;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// By which names a browser on this machine asks for this server.
public final class OwnAddress {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private OwnAddress() {}

    /// Whether a browser that asked for this host believes to talk to us. A page elsewhere that points its own name at
    /// this machine (DNS rebinding) gets nothing to read that is not for everybody.
    public static boolean isNamed(String host, Settings settings) {
        return THIS_MACHINE.contains(host) || host.equals(settings.baseUrl().getHost());
    }

    /// Whether a form was sent by a page of this server. A browser names the page's origin with every form of a page
    /// whose policy of referrers lets it.
    ///
    /// @param origin the header `Origin`
    /// @param host   the header `Host`
    public static boolean sent(@Nullable String origin, @Nullable String host, Settings settings) {
        if (origin == null || !origin.matches("https?://[A-Za-z0-9.:\\[\\]-]+")) {
            return false;
        }
        String authority = origin.substring(origin.indexOf("://") + 3);
        return authority.equalsIgnoreCase(host)
                || authority.equalsIgnoreCase(settings.baseUrl().getAuthority());
    }
}
