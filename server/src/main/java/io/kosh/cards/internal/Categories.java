package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import java.util.List;
import java.util.regex.Pattern;

/// Merchant categories of ISO 18245: codes of four digits, and ranges of them such as `5811-5814`.
final class Categories {
    private static final Pattern CODE = Pattern.compile("[0-9]{4}");
    private static final Pattern CODES = Pattern.compile("([0-9]{4})(-([0-9]{4}))?");
    private static final int MOST = 200;

    private Categories() {}

    static String code(String field, String value) {
        if (!CODE.matcher(value).matches()) {
            throw Fields.invalid(field, "must be a merchant category code of four digits");
        }
        return value;
    }

    /// Codes and ranges, as a request names them.
    static List<String> checked(String field, List<String> values) {
        for (String each : Fields.items(field, values, 0, MOST)) {
            var matcher = CODES.matcher(each);
            if (!matcher.matches()
                    || (matcher.group(3) != null && matcher.group(3).compareTo(matcher.group(1)) < 0)) {
                throw Fields.invalid(field, "must hold codes of four digits or ranges such as 5811-5814");
            }
        }
        return List.copyOf(values);
    }

    static boolean include(List<String> codes, String category) {
        for (String each : codes) {
            int dash = each.indexOf('-');
            boolean included = dash < 0
                    ? each.equals(category)
                    : category.compareTo(each.substring(0, dash)) >= 0
                            && category.compareTo(each.substring(dash + 1)) <= 0;
            if (included) {
                return true;
            }
        }
        return false;
    }
}
