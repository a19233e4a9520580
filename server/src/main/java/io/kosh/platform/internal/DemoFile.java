package io.kosh.platform.internal;

import io.kosh.platform.DemoFacts;
import io.kosh.platform.Profile;
import io.kosh.platform.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Reads `demo.json` when asked: it is written after the server started, and again when a later version seeds more.
@Component
final class DemoFile implements DemoFacts {
    private static final Logger LOG = LoggerFactory.getLogger(DemoFile.class);

    private final Settings settings;
    private final JsonMapper json;

    DemoFile(Settings settings, JsonMapper json) {
        this.settings = settings;
        this.json = json;
    }

    @Override
    public Map<String, Object> read() {
        if (settings.profile() != Profile.SANDBOX) {
            return Map.of();
        }
        Path file = settings.dataDir().resolve("demo.json");
        try {
            return json.readValue(Files.readString(file), new TypeReference<>() {});
        } catch (NoSuchFileException _) {
            return Map.of();
        } catch (IOException | JacksonException e) {
            LOG.atWarn().setCause(e).log("demo.json cannot be read; the start page shows no demo credentials");
            return Map.of();
        }
    }
}
