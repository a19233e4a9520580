package io.kosh.launcher.internal;

import io.kosh.platform.BuildVersion;
import io.kosh.platform.FirstSteps;
import io.kosh.platform.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a started server says: where it is and, in the sandbox, lines that can be pasted to see coins move.
final class Banner {
    private Banner() {}

    static String text(ServerOptions options, @Nullable Integer cardPort) {
        StringBuilder text = new StringBuilder();
        String baseUrl = options.baseUrl();
        text.append("\nKosh ")
                .append(BuildVersion.current())
                .append(" (")
                .append(options.profile.word())
                .append(") serves on ")
                .append(baseUrl)
                .append("\n  Documentation  ")
                .append(baseUrl)
                .append("/docs\n  Data folder    ")
                .append(options.dir().root())
                .append('\n');
        if (cardPort != null) {
            text.append("  Card messages  127.0.0.1:").append(cardPort).append(" (ISO 8583)\n");
        }
        if (options.profile == Profile.SANDBOX) {
            demo(text, options);
        } else {
            text.append("  Operators      ./kosh operator create --data-dir ")
                    .append(options.dir().root())
                    .append(" makes the first one\n");
        }
        return text.append("\nCtrl-C or ./kosh stop ends it.").toString();
    }

    private static void demo(StringBuilder text, ServerOptions options) {
        if (!Files.exists(options.dir().demo())) {
            text.append("  The demo credentials stand in the data folder of the server that made this database.\n");
            return;
        }
        Map<String, Object> facts;
        try {
            facts = Json.read(options.dir().demo());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!facts.containsKey("clientId")) {
            return;
        }
        text.append("  Credentials    ").append(options.dir().demo()).append('\n');
        text.append("\nPaste these lines to see coins move:\n\n");
        text.append("KOSH=").append(quoted(options.baseUrl()));
        text.append(" COMPANY=").append(quoted(facts.get("companyId")));
        text.append(" CLIENT=").append(quoted(facts.get("clientId") + ":" + facts.get("clientSecret")));
        text.append(" USERNAME=").append(quoted(facts.get("username")));
        text.append(" PASSWORD=").append(quoted(facts.get("password")));
        text.append(" USERID=").append(quoted(firstUser(facts))).append('\n');
        FirstSteps.lines().forEach(line -> text.append(line).append('\n'));
    }

    private static Object firstUser(Map<String, Object> facts) {
        return facts.get("userIds") instanceof List<?> users && !users.isEmpty() ? users.getFirst() : "";
    }

    private static String quoted(@Nullable Object value) {
        return "'" + String.valueOf(value).replace("'", "'\\''") + "'";
    }
}
