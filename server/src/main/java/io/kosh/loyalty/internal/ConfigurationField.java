package io.kosh.loyalty.internal;

import io.kosh.kernel.Fields;
import io.kosh.loyalty.internal.CoinEvent.Configuration;
import io.kosh.platform.CompatNotes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;

/// `configuration` as requests spell it: the documented text, or (the pages type it "object" once) an object whose
/// only key or only text value is that text, taken with a compat note.
@JsonDeserialize(using = ConfigurationField.Reader.class)
@Schema(
        type = "string",
        allowableValues = {"DEFAULT", "CUSTOM"})
record ConfigurationField(Configuration value) {
    private static final String FIELD = "configuration";

    /// Reads either form.
    static final class Reader extends StdDeserializer<ConfigurationField> {
        Reader() {
            super(ConfigurationField.class);
        }

        @Override
        public ConfigurationField deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                return new ConfigurationField(parse(parser.getString()));
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw wrong();
            }
            List<Configuration> found = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING && known(parser.getString())) {
                    found.add(parse(parser.getString()));
                } else if (known(key)) {
                    found.add(parse(key));
                }
                parser.skipChildren();
            }
            if (found.size() != 1) {
                throw wrong();
            }
            CompatNotes.add("configuration: an object was taken as " + found.getFirst());
            return new ConfigurationField(found.getFirst());
        }

        private static boolean known(String text) {
            return text.equals("DEFAULT") || text.equals("CUSTOM");
        }

        private static Configuration parse(String text) {
            if (!known(text)) {
                throw wrong();
            }
            return Configuration.valueOf(text);
        }

        private static RuntimeException wrong() {
            return Fields.invalid(FIELD, "must be DEFAULT or CUSTOM");
        }
    }
}
