package io.kosh.platform.internal;

import io.kosh.kernel.Change;
import io.kosh.kernel.Fields;
import io.kosh.platform.CompatNotes;
import io.kosh.platform.RequestContext;
import io.kosh.platform.TellsIgnored;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// JSON as every route reads it: no key twice, bounded depth and lengths, no NUL and no half character in a text, and
/// scalars of the wrong kind either taken with a compat note ("10" for 10) or refused with the field named.
@Configuration(proxyBeanMethods = false)
class StrictJson {
    private static final int MOST_DEPTH = 64;
    private static final int LONGEST_TEXT = 65_536;
    private static final int LONGEST_NUMBER = 64;

    /// The factory whose limits hold for every body; the mapper is built on it.
    @Bean
    JsonFactory jsonFactory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_DEPTH)
                        .maxStringLength(LONGEST_TEXT)
                        .maxNumberLength(LONGEST_NUMBER)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    @Bean
    JsonMapper.Builder jsonMapperBuilder(JsonFactory factory, java.util.List<JsonMapperBuilderCustomizer> customizers) {
        JsonMapper.Builder builder = JsonMapper.builder(factory);
        customizers.forEach(customizer -> customizer.customize(builder));
        return builder;
    }

    @Bean
    JsonMapperBuilderCustomizer strictness() {
        SimpleModule module = new SimpleModule("kosh")
                .addDeserializer(String.class, new TextDeserializer())
                .addDeserializer(Long.class, new WholeNumberDeserializer())
                .addDeserializer(BigDecimal.class, new DecimalDeserializer())
                .addDeserializer(Boolean.class, new FlagDeserializer())
                .addDeserializer(Change.class, new ChangeDeserializer(null));
        return builder -> builder.addModule(module)
                .addHandler(new IgnoredFields())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.WRAP_EXCEPTIONS);
    }

    /// Notes fields that are ignored, a few of them, where that matters.
    private static final class IgnoredFields extends DeserializationProblemHandler {
        private static final int MOST = 10;
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                ValueDeserializer<?> deserializer,
                Object beanOrClass,
                String field) {
            Class<?> type = beanOrClass instanceof Class<?> asked ? asked : beanOrClass.getClass();
            if (type.isAnnotationPresent(TellsIgnored.class)
                    && RequestContext.isBound()
                    && RequestContext.current().notes().size() < MOST) {
                CompatNotes.add((NAME.matcher(field).matches() ? field : "a field") + ": not known here, ignored");
            }
            return false;
        }
    }

    private static String field(JsonParser parser) {
        String name = parser.currentName();
        return name == null ? "body" : name;
    }

    /// Text. A number is taken as its digits with a compat note.
    private static final class TextDeserializer extends StdDeserializer<String> {
        TextDeserializer() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.VALUE_NUMBER_INT) {
                CompatNotes.add(field(parser) + ": a number was taken as text");
                return parser.getString();
            }
            if (token != JsonToken.VALUE_STRING) {
                throw Fields.invalid(field(parser), "must be a text");
            }
            return wellFormed(field(parser), parser.getString());
        }

        private static String wellFormed(String field, String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == 0) {
                    throw Fields.invalid(field, "may not hold a NUL character");
                }
                if (Character.isSurrogate(c)) {
                    boolean pair = Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
                    if (!pair) {
                        throw Fields.invalid(field, "holds half of a surrogate pair");
                    }
                    i++;
                }
            }
            return text;
        }
    }

    /// A whole number that fits a long. A text of plain digits is taken with a compat note; 10.0 and 1e1 are refused
    /// like 1.5, because what follows the digits was meant to say something.
    private static final class WholeNumberDeserializer extends StdDeserializer<Long> {
        private static final Pattern DIGITS = Pattern.compile("-?[0-9]+");

        WholeNumberDeserializer() {
            super(Long.class);
        }

        @Override
        public Long deserialize(JsonParser parser, DeserializationContext context) {
            String field = field(parser);
            return switch (parser.currentToken()) {
                case VALUE_NUMBER_INT -> whole(field, parser.getString());
                case VALUE_STRING -> {
                    long value = whole(field, parser.getString());
                    CompatNotes.add(field + ": a text was taken as a number");
                    yield value;
                }
                default -> throw Fields.invalid(field, "must be a whole number");
            };
        }

        private static long whole(String field, String digits) {
            if (!DIGITS.matcher(digits).matches()) {
                throw Fields.invalid(field, "must be a whole number");
            }
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException _) {
                throw Fields.invalid(field, "must be a whole number");
            }
        }
    }

    /// A number with the digits that it was written with. A text of plain digits is taken with a compat note; an
    /// exponent is refused, because it hides how many digits are meant.
    private static final class DecimalDeserializer extends StdDeserializer<BigDecimal> {
        private static final Pattern DIGITS = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

        DecimalDeserializer() {
            super(BigDecimal.class);
        }

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
            String field = field(parser);
            return switch (parser.currentToken()) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> plain(field, parser.getString());
                case VALUE_STRING -> {
                    BigDecimal value = plain(field, parser.getString());
                    CompatNotes.add(field + ": a text was taken as a number");
                    yield value;
                }
                default -> throw Fields.invalid(field, "must be a number");
            };
        }

        private static BigDecimal plain(String field, String digits) {
            if (digits.length() > LONGEST_NUMBER || !DIGITS.matcher(digits).matches()) {
                throw Fields.invalid(field, "must be a number without an exponent");
            }
            return new BigDecimal(digits);
        }
    }

    /// true or false, and nothing that merely resembles them.
    private static final class FlagDeserializer extends StdDeserializer<Boolean> {
        FlagDeserializer() {
            super(Boolean.class);
        }

        @Override
        public Boolean deserialize(JsonParser parser, DeserializationContext context) {
            return switch (parser.currentToken()) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                default -> throw Fields.invalid(field(parser), "must be true or false");
            };
        }
    }

    /// A field of a PATCH: absent is [Change.Unchanged], a value is [Change.To], null is refused.
    private static final class ChangeDeserializer extends StdDeserializer<Change<?>> {
        private final @Nullable JavaType content;

        ChangeDeserializer(@Nullable JavaType content) {
            super(Change.class);
            this.content = content;
        }

        @Override
        public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            JavaType type = property == null ? context.getContextualType() : property.getType();
            return new ChangeDeserializer(type.containedTypeOrUnknown(0));
        }

        @Override
        public Change<?> deserialize(JsonParser parser, DeserializationContext context) {
            Object value = context.readValue(parser, content);
            return Change.to(value);
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return Change.unchanged();
        }

        @Override
        public Object getNullValue(DeserializationContext context) {
            throw Fields.invalid(field(context.getParser()), "may not be null; leave it out to keep what is there");
        }
    }
}
