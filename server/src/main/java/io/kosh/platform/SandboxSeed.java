package io.kosh.platform;

import java.util.Map;

/// A context's part of the demo data, written once into an empty sandbox. Run in `@Order`; what a seed puts into the
/// facts stands in `demo.json`, where keys are never renamed.
public interface SandboxSeed {
    void seed(Map<String, Object> facts);
}
