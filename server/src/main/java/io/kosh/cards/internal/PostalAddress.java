package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import org.jspecify.annotations.Nullable;

/// Where somebody lives or a card is sent to; each part is null where nothing was said.
record PostalAddress(
        @Nullable String line,
        @Nullable String line2,
        @Nullable String city,
        @Nullable String state,
        @Nullable String country,
        @Nullable String pincode) {
    private static final int LONGEST_LINE = 200;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_CODE = 12;

    /// Checks what was given.
    ///
    /// @param names what the fields are called, in the order of the parts
    static PostalAddress read(PostalAddress given, Names names) {
        Fields.optionalText(names.of("Address"), given.line, LONGEST_LINE);
        Fields.optionalText(names.of("Address2"), given.line2, LONGEST_LINE);
        Fields.optionalText(names.of("City"), given.city, LONGEST_NAME);
        Fields.optionalText(names.of("State"), given.state, LONGEST_NAME);
        Fields.optionalText(names.of("Country"), given.country, LONGEST_NAME);
        Fields.optionalText(names.of("Pincode"), given.pincode, LONGEST_CODE);
        return given;
    }

    /// How a request calls the parts of an address.
    enum Names {
        HOME,
        DELIVERY;

        /// Such as `city` and `deliveryCity`.
        String of(String part) {
            return this == DELIVERY ? "delivery" + part : Character.toLowerCase(part.charAt(0)) + part.substring(1);
        }
    }

    /// Refuses where a letter would not arrive.
    PostalAddress complete(Names names) {
        Fields.present(names.of("Address"), line);
        Fields.present(names.of("City"), city);
        Fields.present(names.of("State"), state);
        Fields.present(names.of("Pincode"), pincode);
        return this;
    }

    @Override
    public String toString() {
        return "an address";
    }
}
