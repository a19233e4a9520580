package io.kosh.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.Secret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    private static final Secret<byte[]> KEY = new Secret<>("key".getBytes(StandardCharsets.UTF_8));

    @Test
    void theCanonicalFormIsTheSameHoweverTheBodyIsWritten() {
        String canonical = """
                {"a":[1,2.50,1e3,{"x":null,"y":true}],"b":"\\u0001é\\"/\\\\\\n","z":{"checksum":"inner"}}""";

        assertThat(Checksum.canonical("""
                { "z" : {"checksum":"inner"}, "checksum": "gone",
                  "b": "\\u0001\\u00e9\\"\\/\\\\\\n", "a":[1, 2.50,1e3,{"y":true,"x":null}]}""")).isEqualTo(canonical);
        assertThat(Checksum.canonical(canonical)).isEqualTo(canonical);
    }

    @Test
    void keysAreOrderedByTheirBytes() {
        assertThat(Checksum.canonical("{\"\uD83D\uDE00\":1,\"\uFFFD\":2,\"B\":3,\"a\":4}"))
                .isEqualTo("{\"B\":3,\"a\":4,\"\uFFFD\":2,\"\uD83D\uDE00\":1}");
    }

    /// Computed with another program: printf '{"amount":10.50,"id":"A1"}' | openssl dgst -sha256 -hmac key
    @Test
    void theGuidesExampleHolds() {
        assertThat(Checksum.of(KEY, "{\"id\":\"A1\", \"amount\":10.50}"))
                .isEqualTo("2abb8bd759c7bbffdde383492713211f6646c1e157d174c1c94d808e0c0213c6");
    }

    @Test
    void aBodyCarriesItsOwnChecksum() {
        String body = Checksum.addTo(KEY, "{\"id\":\"A1\",\"amount\":10.50}");

        assertThat(body)
                .endsWith(",\"checksum\":\"" + Checksum.of(KEY, body) + "\"}")
                .startsWith("{\"id\":\"A1\",");
        assertThat(Checksum.addTo(KEY, "{}")).startsWith("{\"checksum\":");
        assertThat(Checksum.matches(KEY, body, Checksum.of(KEY, "{\"amount\":10.50,\"id\":\"A1\"}")))
                .isTrue();
        assertThat(Checksum.matches(KEY, body, Checksum.of(KEY, "{\"amount\":10.5,\"id\":\"A1\"}")))
                .isFalse();
    }
}
