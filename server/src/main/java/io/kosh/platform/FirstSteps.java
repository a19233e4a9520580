package io.kosh.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The shell lines that somebody new pastes to see coins move, written once: the start of the server prints them, the
/// start page shows them, the README carries them. They want the variables KOSH, COMPANY, CLIENT (id:secret),
/// USERNAME, PASSWORD and USERID.
public final class FirstSteps {
    private static final String RESOURCE = "first-steps.sh";

    private FirstSteps() {}

    /// The lines in order: a token; names for this run; a configuration; its change; an allocation; the balance; the
    /// journal.
    public static List<String> lines() {
        try (InputStream lines = FirstSteps.class.getResourceAsStream(RESOURCE)) {
            if (lines == null) {
                throw new IllegalStateException("the first steps are not on the class path");
            }
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
