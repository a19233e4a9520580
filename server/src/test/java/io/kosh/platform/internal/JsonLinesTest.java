package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesTest {
    private static final String CARD = "4111111111111111";

    private final JsonLines lines = new JsonLines();

    private static LoggingEvent event(String message, RuntimeException thrown) {
        LoggerContext context = new LoggerContext();
        return new LoggingEvent("caller", context.getLogger("io.kosh.test"), Level.WARN, message, thrown, null);
    }

    @Test
    void aLineIsOneJsonObjectWithTypedPairsAndNothingSecret() {
        LoggingEvent event = event("said \"no\"\nto card " + CARD, new IllegalStateException("card " + CARD));
        event.setMDCPropertyMap(Map.of());
        event.setKeyValuePairs(List.of(
                new KeyValuePair("status", 503),
                new KeyValuePair("micros", 12L),
                new KeyValuePair("path", "/pay?token=abcDEF123456"),
                new KeyValuePair("nothing", null)));

        String line = lines.format(event);

        assertThat(line).endsWith("}\n").hasLineCount(1).doesNotContain(CARD, "abcDEF123456");
        JsonNode json = JsonMapper.shared().readTree(line);
        assertThat(json.get("message").asString()).isEqualTo("said \"no\"\nto card ***");
        assertThat(json.get("level").asString()).isEqualTo("WARN");
        assertThat(json.get("logger_name").asString()).isEqualTo("io.kosh.test");
        assertThat(json.get("@timestamp").asString()).endsWith("Z");
        assertThat(json.get("status").asInt()).isEqualTo(503);
        assertThat(json.get("micros").asLong()).isEqualTo(12);
        assertThat(json.get("nothing").isNull()).isTrue();
        assertThat(json.get("stack_trace").asString()).contains("IllegalStateException", "JsonLinesTest");
    }
}
