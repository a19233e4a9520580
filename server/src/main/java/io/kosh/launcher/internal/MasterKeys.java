package io.kosh.launcher.internal;

import io.kosh.platform.MasterKey;
import io.kosh.platform.Profile;
import io.kosh.platform.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Where the master key comes from: `KOSH_MASTER_KEY`, else the file in the data folder, which the sandbox makes by
/// itself at its first start and live gets from `kosh key create`.
final class MasterKeys {
    static final String VARIABLE = "KOSH_MASTER_KEY";

    private MasterKeys() {}

    static MasterKey find(DataDir dir, Profile profile) {
        String given = System.getenv(VARIABLE);
        if (given != null && !given.isBlank()) {
            return parse(given, VARIABLE);
        }
        if (Files.exists(dir.masterKey())) {
            return read(dir.masterKey());
        }
        if (dir.isStamped()) {
            throw new StartupFailure("The master key of the data folder " + dir.root()
                    + " is missing: restore master.key or set " + VARIABLE + ".");
        }
        if (profile == Profile.LIVE) {
            throw new StartupFailure("Live needs a master key: make one with ./kosh key create --data-dir " + dir.root()
                    + " or set " + VARIABLE + ".");
        }
        return create(dir);
    }

    /// Writes a new key into the folder and returns it.
    static MasterKey create(DataDir dir) {
        String text = random();
        try {
            Json.writeText(dir.masterKey(), text + "\n");
        } catch (IOException e) {
            throw new StartupFailure(
                    "The master key cannot be written to " + dir.masterKey() + " (" + e.getMessage() + ").");
        }
        return parse(text, dir.masterKey().toString());
    }

    /// A new key as 64 hexadecimal digits.
    static String random() {
        byte[] key = new byte[MasterKey.BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    private static MasterKey read(Path file) {
        try {
            if (DataDir.readableByOthers(file)) {
                throw new StartupFailure("The master key " + file + " can be read by others: run chmod 600 on it.");
            }
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new StartupFailure("The master key " + file + " cannot be read (" + e.getMessage() + ").");
        }
    }

    static MasterKey parse(String text, String where) {
        byte @Nullable [] key = decode(text.strip());
        if (key == null || key.length != MasterKey.BYTES) {
            throw new StartupFailure("The master key in " + where + " must be 64 hexadecimal digits or the Base64 of "
                    + MasterKey.BYTES + " bytes.");
        }
        return new MasterKey(key);
    }

    private static byte @Nullable [] decode(String text) {
        try {
            if (text.matches("[0-9a-fA-F]{64}")) {
                return HexFormat.of().parseHex(text);
            }
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
