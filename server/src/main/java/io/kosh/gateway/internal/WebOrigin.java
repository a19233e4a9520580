package io.kosh.gateway.internal;

import io.kosh.kernel.Fields;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An origin as browsers write it: a scheme, a host in small letters, and a port where it is not the scheme's own.
final class WebOrigin {
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
    private static final Pattern SECURE =
            Pattern.compile("https://" + LABEL + "(?:\\." + LABEL + ")*(?::([1-9][0-9]{0,4}))?");
    private static final Pattern THIS_MACHINE = Pattern.compile("http://localhost(?::([1-9][0-9]{0,4}))?");
    private static final int LONGEST = 253 + "https://:65535".length();
    private static final int HIGHEST_PORT = 65_535;

    private WebOrigin() {}

    /// The origin, or the refusal of the field.
    ///
    /// @param localhost whether pages on the developer's own machine may be named, which have no certificate
    static String checked(String field, String text, boolean localhost) {
        Fields.text(field, text, LONGEST);
        if (!fits(SECURE, text, 443) && !(localhost && fits(THIS_MACHINE, text, 80))) {
            throw Fields.invalid(
                    field,
                    "must be an origin as browsers write it, https://host or https://host:port in small letters"
                            + " without a path" + (localhost ? ", or http://localhost with or without a port" : ""));
        }
        return text;
    }

    private static boolean fits(Pattern pattern, String text, int usualPort) {
        Matcher found = pattern.matcher(text);
        if (!found.matches()) {
            return false;
        }
        String port = found.group(1);
        return port == null || (Integer.parseInt(port) <= HIGHEST_PORT && Integer.parseInt(port) != usualPort);
    }
}
