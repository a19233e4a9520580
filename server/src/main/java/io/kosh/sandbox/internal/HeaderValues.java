package io.kosh.sandbox.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The static headers of webhooks, which often are credentials under a name that nobody can guess: every value in an
/// object named `headers` is masked, wherever in a body it stands. Reads no further than it must, so that a body that
/// was cut, or never was JSON, is masked too.
final class HeaderValues {
    private static final String MASK = "\"***\"";
    private static final Pattern OBJECT = Pattern.compile("(?i)(?:\"headers\"|'headers'|\\bheaders)\\s*[:=]\\s*\\{");
    /// A text, even one that does not end; a number or a word; or one character of what stands between.
    private static final Pattern PIECE =
            Pattern.compile("(?s)\"(?:[^\"\\\\]|\\\\.)*+\"?|'(?:[^'\\\\]|\\\\.)*+'?|[^\\s\"'{}\\[\\],:=]++|.");
    private static final Pattern NAME_ENDS = Pattern.compile("\\s*[:=]");

    private final String body;
    private final StringBuilder masked = new StringBuilder();

    private HeaderValues(String body) {
        this.body = body;
    }

    static String masked(String body) {
        Matcher objects = OBJECT.matcher(body);
        if (!objects.find()) {
            return body;
        }
        HeaderValues values = new HeaderValues(body);
        int from = 0;
        do {
            values.masked.append(body, from, objects.end());
            from = values.object(objects.end());
        } while (objects.find(from));
        return values.masked.append(body, from, body.length()).toString();
    }

    /// From behind an opening brace to its closing one, or to the end; tells where that is.
    private int object(int begin) {
        Matcher pieces = PIECE.matcher(body).region(begin, body.length());
        Matcher end = NAME_ENDS.matcher(body);
        int depth = 1;
        while (depth > 0 && pieces.lookingAt()) {
            String piece = pieces.group();
            int next = pieces.end();
            char first = piece.charAt(0);
            if (first == '{') {
                depth++;
            } else if (first == '}') {
                depth--;
            }
            boolean value = "{}[],:=".indexOf(first) < 0 && !Character.isWhitespace(first);
            boolean name =
                    value && depth == 1 && end.region(next, body.length()).lookingAt();
            masked.append(value && !name ? MASK : piece);
            pieces.region(next, body.length());
        }
        return pieces.regionStart();
    }
}
