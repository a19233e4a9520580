package io.kosh.launcher.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// JSON files and lines of the launcher. Files are replaced in one step and readable by their owner only.
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    static Map<String, Object> parse(String text) {
        return MAPPER.readValue(text, OBJECT);
    }

    static Map<String, Object> read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    static String line(Map<String, ?> object) {
        return MAPPER.writeValueAsString(object);
    }

    static void write(Path file, Map<String, ?> object) throws IOException {
        writeText(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(object) + "\n");
    }

    static void writeText(Path file, String text) throws IOException {
        Path partial = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "." + file.getFileName(),
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(partial, text.getBytes(StandardCharsets.UTF_8));
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
