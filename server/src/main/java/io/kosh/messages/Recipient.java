package io.kosh.messages;

import io.kosh.kernel.Fields;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who a message goes to. The address is one that no header or command can be smuggled in with.
///
/// @param channel  how it is reached
/// @param address  a mail address, or a mobile number as `+91` and ten digits
/// @param language what it is written to in
public record Recipient(Channel channel, String address, Language language) {
    /// RFC 5321, 4.5.3.1: 64 octets before the `@`, 255 behind it, and 254 in all fit into a path.
    private static final int LONGEST_MAIL = 254;

    private static final int LONGEST_LOCAL = 64;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    /// Dot-atoms and host names only: no quoted local part, no address literal, no comment, nothing beyond ASCII.
    private static final Pattern MAIL =
            Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@(?:" + LABEL + "\\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]");

    private static final Pattern MOBILE = Pattern.compile("(?:(?:\\+|00)?91|0)?([6-9][0-9]{9})");
    private static final int LONGEST_MOBILE = 20;

    public Recipient {
        boolean sound = channel == Channel.MAIL ? isMail(address) : address.matches("\\+91[6-9][0-9]{9}");
        if (!sound) {
            throw new IllegalArgumentException("not a normal address of the channel " + channel);
        }
    }

    /// Somebody with a mailbox; the host's name in small letters. Refuses anything but a plain address, naming the
    /// field.
    public static Recipient mail(String field, @Nullable String address) {
        String given = Fields.text(field, address, LONGEST_MAIL);
        if (!isMail(given)) {
            throw Fields.invalid(field, "must be a mail address such as asha@example.com");
        }
        int at = given.lastIndexOf('@');
        String host = given.substring(at).toLowerCase(Locale.ROOT);
        return new Recipient(Channel.MAIL, given.substring(0, at) + host, Language.EN);
    }

    /// Somebody with an Indian mobile number. Blanks and hyphens between the digits, `91`, `+91`, `0091` or `0` in
    /// front are understood; the normal form is `+91` and ten digits, the first of them 6 to 9.
    public static Recipient mobile(String field, @Nullable String number) {
        String given = Fields.text(field, number, LONGEST_MOBILE);
        var matcher = MOBILE.matcher(given.replaceAll("[ -]", ""));
        if (!matcher.matches()) {
            throw Fields.invalid(field, "must be an Indian mobile number such as +919876543210");
        }
        return new Recipient(Channel.SMS, "+91" + matcher.group(1), Language.EN);
    }

    private static boolean isMail(String address) {
        return address.length() <= LONGEST_MAIL
                && address.lastIndexOf('@') <= LONGEST_LOCAL
                && MAIL.matcher(address).matches();
    }

    /// The same in a language.
    public Recipient in(Language wanted) {
        return new Recipient(channel, address, wanted);
    }

    /// The address as lists and logs may show it: `a***@example.com`, `+91******3210`.
    public String shown() {
        if (channel == Channel.SMS) {
            return "+91******" + address.substring(address.length() - 4);
        }
        return address.charAt(0) + "***" + address.substring(address.lastIndexOf('@'));
    }

    @Override
    public String toString() {
        return channel + " to " + shown();
    }
}
