package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.kernel.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebOriginTest {
    @ParameterizedTest
    @ValueSource(strings = {"https://shop.example", "https://a-b.shop.example:8443", "https://localhost:1"})
    void anOriginAsBrowsersWriteItIsGood(String origin) {
        assertThat(WebOrigin.checked("origins[0]", origin, false)).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "http://localhost:3000"})
    void theDevelopersOwnMachineIsGoodInASandboxOnly(String origin) {
        assertThat(WebOrigin.checked("origins[0]", origin, true)).isEqualTo(origin);
        assertThatThrownBy(() -> WebOrigin.checked("origins[0]", origin, false)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "https://*",
                "https://*.example",
                "http://shop.example",
                "https://shop.example/",
                "https://shop.example/cart",
                "https://Shop.example",
                "https://shop.example:443",
                "http://localhost:80",
                "https://shop.example:65536",
                "https://shop.example:0",
                "https://user@shop.example",
                "https://shop.example;script-src",
                "https://shop.example https://other.example",
                "https://shop.example\nx",
                "https://-shop.example",
                "https://",
                "ftp://shop.example",
                "http://localhost.evil.example"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> WebOrigin.checked("origins[0]", text, true))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("origins[0]");
    }
}
