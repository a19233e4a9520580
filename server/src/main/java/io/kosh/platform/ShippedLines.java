package io.kosh.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Lists that ship with the program, such as limits by the day from which they count. Empty lines, and those that begin
/// with `#`, say nothing.
public final class ShippedLines {
    private ShippedLines() {}

    /// The lines of a file.
    ///
    /// @param owner whose list it is: the file lies beside its class where the name does not begin with `/`
    public static List<String> of(Class<?> owner, String file) {
        try (InputStream in = owner.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            return in(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lines of a text.
    public static List<String> in(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }
}
