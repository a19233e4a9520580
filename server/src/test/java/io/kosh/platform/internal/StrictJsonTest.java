package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.platform.RequestContext;
import io.kosh.testing.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class StrictJsonTest {
    private final JsonMapper mapper = TestServer.shared().bean(JsonMapper.class);

    record Coins(@Nullable Long amount) {}

    private @Nullable Long read(String amount, RequestContext context) {
        return ScopedValue.where(RequestContext.key(), context)
                .call(() -> mapper.readValue("{\"amount\":" + amount + "}", Coins.class))
                .amount();
    }

    private static RequestContext context() {
        return new RequestContext("RQ0000000000000000", "127.0.0.1");
    }

    @Test
    void aWholeNumberIsTakenAsItIsAndATextOfDigitsWithANote() {
        RequestContext plain = context();
        RequestContext text = context();

        assertThat(read("-10", plain)).isEqualTo(-10);
        assertThat(plain.notes()).isEmpty();
        assertThat(read("\"-10\"", text)).isEqualTo(-10);
        assertThat(text.notes()).containsExactly("amount: a text was taken as a number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0",
                "1.5",
                "1e1",
                "1E400",
                "9223372036854775808",
                "\"10.0\"",
                "\"1e1\"",
                "\" 10\"",
                "\"+10\"",
                "\"\"",
                "\"\u0661\"",
                "true",
                "[10]"
            })
    void anythingElseIsRefusedWithTheFieldNamed(String amount) {
        RequestContext context = context();

        assertThatThrownBy(() -> read(amount, context))
                .hasStackTraceContaining("amount")
                .hasStackTraceContaining("must be a whole number");
        assertThat(context.notes()).isEmpty();
    }
}
