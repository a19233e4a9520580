package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Secret;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;

/// A PIN as requests spell it: a text of four digits, or a number, as the pages show it, which has lost its leading
/// zeros.
@JsonDeserialize(using = PinField.Reader.class)
@Schema(type = "string", pattern = "[0-9]{4}")
record PinField(Secret<String> pin) {

    /// Reads either form.
    static final class Reader extends StdDeserializer<PinField> {
        private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
        private static final Pattern TEXT = Pattern.compile("[0-9]{4}");

        Reader() {
            super(PinField.class);
        }

        @Override
        public PinField deserialize(JsonParser parser, DeserializationContext context) {
            String field = parser.currentName() == null ? "pin" : parser.currentName();
            String given = parser.getString();
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && NUMBER.matcher(given).matches()) {
                return new PinField(new Secret<>(String.format(Locale.ROOT, "%04d", Integer.valueOf(given))));
            }
            if (parser.currentToken() == JsonToken.VALUE_STRING
                    && TEXT.matcher(given).matches()) {
                return new PinField(new Secret<>(given));
            }
            throw Fields.invalid(field, "must be four digits");
        }
    }
}
