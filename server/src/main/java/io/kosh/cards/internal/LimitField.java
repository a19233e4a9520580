package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.CompatNotes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;

/// A limit as requests spell it: a number sets it, null takes it away, absent leaves it. The pages' generated
/// examples show a wrapper instead, `{"present": true}`: with a `value` it says the same as that value,
/// without one nothing.
///
/// @param said  whether anything was said
/// @param value null where the limit is taken away
@JsonDeserialize(using = LimitField.Reader.class)
@Schema(type = "number", nullable = true, description = "null takes the limit away; absent leaves it")
record LimitField(boolean said, @Nullable BigDecimal value) {
    static final LimitField UNSAID = new LimitField(false, null);
    private static final LimitField NONE = new LimitField(true, null);

    /// Reads each form.
    static final class Reader extends StdDeserializer<LimitField> {
        Reader() {
            super(LimitField.class);
        }

        @Override
        public LimitField deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return new LimitField(true, context.readValue(parser, BigDecimal.class));
            }
            String field = parser.currentName();
            LimitField said = UNSAID;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                JsonToken token = parser.nextToken();
                if (key.equals("value")) {
                    said = token == JsonToken.VALUE_NULL
                            ? NONE
                            : new LimitField(true, context.readValue(parser, BigDecimal.class));
                } else if (!key.equals("present") || !token.isBoolean()) {
                    throw Fields.invalid(String.valueOf(field), "must be a number or null");
                }
            }
            CompatNotes.add(field + ": a wrapper was taken as " + (said.said() ? "its value" : "absent"));
            return said;
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return UNSAID;
        }

        @Override
        public LimitField getNullValue(DeserializationContext context) {
            return NONE;
        }
    }
}
