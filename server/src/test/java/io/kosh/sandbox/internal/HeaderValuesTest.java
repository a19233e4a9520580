package io.kosh.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderValuesTest {
    @Test
    void everyValueIsMaskedAndTheRestStays() {
        assertThat(
                        HeaderValues.masked(
                                "{\"url\": \"https://a.example/\", \"headers\": {\"X-Shop\": \"acme\", \"X-Key\":\"a\\\"}b\"}, \"a\": 1}"))
                .isEqualTo(
                        "{\"url\": \"https://a.example/\", \"headers\": {\"X-Shop\": \"***\", \"X-Key\":\"***\"}, \"a\": 1}");
        assertThat(HeaderValues.masked("{\"payload\":{\"headers\":{}},\"b\":\"headers\"}"))
                .isEqualTo("{\"payload\":{\"headers\":{}},\"b\":\"headers\"}");
        assertThat(HeaderValues.masked("[{\"headers\":{\"A\":\"b\"},\"x\":2},{\"headers\":{\"A\":\"b\"}}]"))
                .isEqualTo("[{\"headers\":{\"A\":\"***\"},\"x\":2},{\"headers\":{\"A\":\"***\"}}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"headers\":{\"X-Key\":\"verysecret\"}}",
                "{\"headers\":{\"X-Key\":[\"a\", \"verysecret\"]}}",
                "{\"headers\":{\"X-Key\":{\"a\": {\"b\": \"verysecret\"}}}}",
                "{\"headers\":{\"X-Key\":{\"verysecret\": 1}}}",
                "{\"headers\":{\"X-Key\":\"verysecr",
                "{\"headers\":{\"X-Key\":\"a\\\"verysecret\\",
                "{\"headers\":{\"X-Key\":verysecret}",
                "{\"Headers\" : {'X-Key':'verysecret'}}",
                "{headers: {X-Key: verysecret}}",
                "{\"a\":,\"headers\":{\"X-Key\":\"verysecret\",}}"
            })
    void whatWasCutOrIsNoJsonIsMaskedToo(String body) {
        assertThat(HeaderValues.masked(body)).contains("***").doesNotContain("verysec");
    }
}
