package io.kosh.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SettingsTest {
    private static Settings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("kosh", Settings.class);
    }

    @Test
    void everyDefaultIsAsDocumented() {
        assertThat(bound(Map.of()))
                .isEqualTo(new Settings(
                        Profile.SANDBOX,
                        Path.of(".kosh"),
                        URI.create("http://localhost:8080"),
                        9080,
                        List.of(),
                        new Settings.Http(1_048_576, 50_000, 50_000, 3_000, 600, 600),
                        new Settings.Tokens(
                                Duration.ofSeconds(86_399),
                                Duration.ofDays(30),
                                3,
                                Duration.ofMinutes(15),
                                Duration.ofMillis(500)),
                        new Settings.Pool(16, 3, 3, Duration.ofSeconds(3)),
                        new Settings.Commit(8, 500, 10_000, Duration.ofSeconds(30)),
                        new Settings.Ledger(true),
                        new Settings.Idempotency(Duration.ofHours(24))));
    }

    @Test
    void aSettingReplacesItsDefaultAlone() {
        Settings settings = bound(Map.of("kosh.profile", "live", "kosh.tokens.max-failures", "5"));

        assertThat(settings.profile()).isEqualTo(Profile.LIVE);
        assertThat(settings.tokens().maxFailures()).isEqualTo(5);
        assertThat(settings.tokens().access()).isEqualTo(Duration.ofSeconds(86_399));
    }
}
