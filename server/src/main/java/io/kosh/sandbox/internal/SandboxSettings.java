package io.kosh.sandbox.internal;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What of the sandbox can be switched off, bound from `kosh.sandbox.*`.
///
/// @param eventLog whether what happens is written into the log of events
@ConfigurationProperties("kosh.sandbox")
record SandboxSettings(@DefaultValue("true") boolean eventLog) {}
