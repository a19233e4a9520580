package io.kosh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The rules of the house that only the source text shows.
final class Sources {
    static final Path MAIN = Path.of("src/main/java/io/kosh");
    static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    static final int MOST_LINES = 400;

    /// What a migration of any context may call: it fences the context's own tables.
    private static final String FENCE = "platform.fence_tenant";

    private Sources() {}

    /// Every schema of the database: a folder of migrations each.
    static Set<String> schemas() {
        try (Stream<Path> folders = Files.list(MIGRATIONS)) {
            Set<String> names = new TreeSet<>();
            folders.filter(Files::isDirectory)
                    .forEach(folder -> names.add(folder.getFileName().toString()));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> under(Path root, String suffix) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The first folder below the root: the context that a file belongs to.
    static String context(Path root, Path file) {
        return root.relativize(file).getName(0).toString();
    }

    /// Names of other schemas' tables in a text, such as `identity.users` in a store of loyalty.
    static List<String> foreignTables(String text, String own, Set<String> schemas) {
        Set<String> foreign = new TreeSet<>(schemas);
        foreign.remove(own);
        List<String> found = new ArrayList<>();
        if (foreign.isEmpty()) {
            return found;
        }
        String code = text.replaceAll("(?m)^(import|package) .*$|^\\s*(///?|--).*$", "");
        Matcher names = Pattern.compile("(?<![\\w.])(" + String.join("|", foreign) + ")\\.[a-z_]+")
                .matcher(code);
        while (names.find()) {
            if (!names.group().equals(FENCE)) {
                found.add(names.group());
            }
        }
        return found;
    }

    /// Whether a text asks for AES in ECB mode, which is also what Java takes where no mode is named.
    static boolean asksForEcb(String text) {
        return Pattern.compile("AES/ECB|getInstance\\(\\s*\"AES\"")
                .matcher(text)
                .find();
    }

    /// Comparisons of a column with a cast of another, such as `kept.id = now.c1::bigint`. Row-level security
    /// lets PostgreSQL use no index for them, because a cast may fail and so tell of rows that nobody may see:
    /// it reads every row of the company. A parameter is cast as a whole instead, where rows are made of it.
    static List<String> castComparisons(String text) {
        return Pattern.compile("\\b(?:where|and|on)\\s+[\\w.]+\\s*[=<>]+\\s*\\w+\\.\\w+::\\w+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /// Comparisons of a lowered column, such as `lower(email) = ?`. Under row-level security they use no
    /// index, for the reason of [#castComparisons]: what is looked up without regard to case has a column
    /// of its own.
    static List<String> loweredComparisons(String text) {
        return Pattern.compile("\\b(?:where|and|on)\\s+(?:lower|upper)\\([\\w.]+\\)\\s*=[^\\n\"]*")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    static List<String> longFiles(Path root) {
        return under(root, ".java").stream()
                .filter(file -> text(file).lines().count() > MOST_LINES)
                .map(file -> file + " has more than " + MOST_LINES + " lines")
                .toList();
    }
}
