package io.kosh.loyalty;

import io.kosh.kernel.Secret;
import java.net.URI;

/// Where vouchers are bought in a sandbox, which never spends anybody's money. Only the sandbox has one; the
/// connector speaks to it as it would to a real supplier.
public interface SandboxSupplier {

    /// Its address on this machine.
    URI url();

    /// What the connector shows to be let in.
    Secret<String> token();
}
