package io.kosh.platform;

import java.util.Map;

/// What the sandbox's `demo.json` says: base URL, demo company, credentials, user ids. Keys are never renamed.
@FunctionalInterface
public interface DemoFacts {

    /// The facts; empty before the sandbox was seeded and always empty in live.
    Map<String, Object> read();
}
