package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Secret;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The permanent account number of a person in India: five letters, four digits, a letter. The fourth letter tells the
/// kind of its holder, P for a person.
final class PanDocument {
    static final String TYPE = "PAN";
    /// The kind of what the vault keeps.
    static final String SEALED = "pan";

    private static final Pattern SHAPE = Pattern.compile("[A-Z]{5}[0-9]{4}[A-Z]");
    private static final int PLACE_OF_KIND = 3;
    private static final char PERSON = 'P';

    private PanDocument() {}

    /// The number, where it is a person's.
    static Secret<String> read(String field, @Nullable String value) {
        String number = Fields.text(field, value, CardAccountController.LONGEST_ID)
                .strip()
                .toUpperCase(Locale.ROOT);
        if (!SHAPE.matcher(number).matches()) {
            throw Fields.invalid(field, "must be a PAN: five letters, four digits, a letter");
        }
        if (number.charAt(PLACE_OF_KIND) != PERSON) {
            throw Fields.invalid(field, "must be the PAN of a person, whose fourth letter is P");
        }
        return new Secret<>(number);
    }
}
