package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.CompatNotes;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who holds a card, or what a request says of them: each part is null where it said nothing.
///
/// @param title  Mr, Ms, ...
/// @param gender M, F or O
/// @param email  as it was written; compared without regard to case
/// @param mobile ten digits
record Holder(
        @Nullable String title,
        @Nullable String firstName,
        @Nullable String gender,
        @Nullable String email,
        @Nullable String mobile) {
    private static final Pattern MOBILE = Pattern.compile("\\d{10}");
    private static final Pattern EMAIL = Pattern.compile("[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\\.[a-zA-Z]{2,}");
    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_TITLE = 20;
    static final int LONGEST_NAME = 100;
    private static final int LAST_DIGITS = 4;

    /// Checks what was given.
    ///
    /// @param place what stands before the names of the fields in messages: empty, or a place in a list with a dot
    /// @param name  what the name's field is called
    static Holder read(String place, String name, Holder given) {
        String mobile = Fields.optionalText(place + "mobile", given.mobile, 20);
        String email = Fields.optionalText(place + "email", given.email, LONGEST_EMAIL);
        return new Holder(
                Fields.optionalText(place + "title", given.title, LONGEST_TITLE),
                Fields.optionalText(place + name, given.firstName, LONGEST_NAME),
                gender(place + "gender", given.gender),
                email == null ? null : email(place + "email", email),
                mobile == null ? null : mobile(place + "mobile", mobile));
    }

    static String mobile(String field, @Nullable String value) {
        String mobile = Fields.text(field, value, 20);
        if (!MOBILE.matcher(mobile).matches()) {
            throw Fields.invalid(field, "must be ten digits");
        }
        return mobile;
    }

    static String email(String field, @Nullable String value) {
        String email = Fields.text(field, value, LONGEST_EMAIL);
        if (!EMAIL.matcher(email).matches()) {
            throw Fields.invalid(field, "must be an e-mail address");
        }
        return email;
    }

    /// An address as it is compared, by the database too: its letters are those of ASCII ([#email]).
    static String lowered(String email) {
        return email.toLowerCase(Locale.ROOT);
    }

    /// The pages say M and F in one place and Male and Female in another.
    private static @Nullable String gender(String field, @Nullable String value) {
        if (value == null) {
            return null;
        }
        String letter = switch (value.toUpperCase(Locale.ROOT)) {
            case "M", "MALE" -> "M";
            case "F", "FEMALE" -> "F";
            case "O", "OTHER" -> "O";
            default -> throw Fields.invalid(field, "must be M, F or O");
        };
        if (!letter.equals(value)) {
            CompatNotes.add(field + ": " + letter + " was understood");
        }
        return letter;
    }

    /// Refuses where something is missing that a new holder needs. The pages have no gender in a bulk call.
    Holder complete() {
        needed("title", title);
        needed("firstName", firstName);
        needed("email", email);
        needed("mobile", mobile);
        return this;
    }

    private static void needed(String field, @Nullable String value) {
        if (value == null) {
            throw Fields.missing(field);
        }
    }

    /// The same, with what is known of the person where it says nothing.
    Holder filledFrom(Holder known) {
        return new Holder(
                title == null ? known.title : title,
                firstName == null ? known.firstName : firstName,
                gender == null ? known.gender : gender,
                email == null ? known.email : email,
                mobile == null ? known.mobile : mobile);
    }

    /// Whether it says nothing that tells one holder from another.
    boolean isNobody() {
        return mobile == null && email == null;
    }

    /// Whether what was said of a holder fits the one that was found.
    boolean fits(Holder found) {
        return (mobile == null || mobile.equals(found.mobile))
                && (email == null || email.equalsIgnoreCase(found.email));
    }

    /// The number of a card that has none.
    String maskedNumber() {
        String digits = Fields.present("mobile", mobile);
        return "XXXX XXXX XXXX " + digits.substring(digits.length() - LAST_DIGITS);
    }

    @Override
    public String toString() {
        return "a holder";
    }
}
