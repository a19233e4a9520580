package io.kosh.rails;

import io.kosh.kernel.Secret;
import java.net.URI;

/// Who takes payments in a sandbox, which never takes anybody's money. Only the sandbox has one; the connector speaks
/// to it as it would to a real acquirer.
public interface SandboxAcquirer {

    /// Its address on this machine.
    URI url();

    /// What the connector shows to be let in.
    Secret<String> token();

    /// What it signs its callbacks with.
    Secret<String> callbackSecret();

    /// How links and codes name a merchant, behind the sign `@`.
    String vpaHandle();
}
