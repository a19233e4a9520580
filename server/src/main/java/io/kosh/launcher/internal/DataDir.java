package io.kosh.launcher.internal;

import io.kosh.platform.MasterKey;
import io.kosh.platform.Profile;
import io.kosh.platform.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The folder that holds one installation on this machine: its stamp, master key, database, logs, and what a running
/// server says about itself.
///
/// @param root the folder, absolute
record DataDir(Path root) {
    private static final String KEY_CHECK = "installation-check";

    static DataDir at(Path path) {
        return new DataDir(path.toAbsolutePath().normalize());
    }

    Path masterKey() {
        return root.resolve("master.key");
    }

    Path demo() {
        return root.resolve("demo.json");
    }

    Path server() {
        return root.resolve("server.json");
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path log() {
        return root.resolve("logs").resolve("kosh.json");
    }

    private Path stamp() {
        return root.resolve("installation.json");
    }

    private Path lockFile() {
        return root.resolve("lock");
    }

    /// Makes the folder where it is missing and tries whether it takes files.
    void prepare() {
        try {
            Files.createDirectories(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path trial = Files.createTempFile(root, ".trial", "");
            Files.delete(trial);
        } catch (IOException e) {
            throw new StartupFailure("The data folder " + root + " is not writable (" + reason(e)
                    + "): change its permissions or choose another with --data-dir.");
        }
    }

    /// Takes the folder for this process until the lock is closed or the process ends.
    FileLock lock() {
        FileLock lock = tryLock();
        if (lock == null) {
            throw new StartupFailure("The data folder " + root
                    + " is in use by another Kosh: stop it with ./kosh stop, or choose another with --data-dir.");
        }
        return lock;
    }

    /// Whether a running server holds the folder.
    boolean inUse() {
        if (!Files.exists(lockFile())) {
            return false;
        }
        FileLock lock = tryLock();
        if (lock == null) {
            return true;
        }
        try {
            lock.channel().close();
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable FileLock tryLock() {
        try {
            FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException _) {
                // Held by this very process, which counts as taken.
            }
            if (lock == null) {
                channel.close();
            }
            return lock;
        } catch (IOException e) {
            throw new StartupFailure("The data folder " + root + " cannot be locked (" + reason(e) + ").");
        }
    }

    /// Whether the folder was used before.
    boolean isStamped() {
        return Files.exists(stamp());
    }

    /// Refuses a folder that was made with another profile or master key; stamps a new one.
    void stamp(Profile profile, MasterKey key) {
        String check = HexFormat.of().formatHex(keyCheck(key));
        try {
            if (!isStamped()) {
                Map<String, Object> stamp = new LinkedHashMap<>();
                stamp.put("profile", profile.word());
                stamp.put("masterKeyCheck", check);
                Json.write(stamp(), stamp);
                return;
            }
            if (!check.equals(Json.read(stamp()).get("masterKeyCheck"))) {
                throw new StartupFailure("The master key is not the one that the data folder " + root
                        + " was made with: set KOSH_MASTER_KEY or restore master.key.");
            }
        } catch (IOException | JacksonException e) {
            throw new StartupFailure("The stamp " + stamp() + " cannot be read or written (" + e.getMessage() + ").");
        }
    }

    /// Refuses a folder of the other profile, before a key is asked for.
    void checkProfile(Profile wanted) {
        if (!isStamped()) {
            return;
        }
        try {
            Object found = Json.read(stamp()).get("profile");
            if (!wanted.word().equals(found)) {
                throw new StartupFailure("The data folder " + root + " belongs to the profile " + found
                        + " and never starts as " + wanted.word() + ": choose another with --data-dir.");
            }
        } catch (IOException | JacksonException e) {
            throw new StartupFailure("The stamp " + stamp() + " cannot be read (" + e.getMessage() + ").");
        }
    }

    /// The profile that the folder was made with.
    Profile profile() {
        try {
            Object found = Json.read(stamp()).get("profile");
            for (Profile profile : Profile.values()) {
                if (profile.word().equals(found)) {
                    return profile;
                }
            }
            throw new StartupFailure("The stamp " + stamp() + " names no profile that is known here.");
        } catch (IOException | JacksonException e) {
            throw new StartupFailure("The stamp " + stamp() + " cannot be read (" + e.getMessage() + ").");
        }
    }

    /// What is compared to know a master key again; tells nothing about it.
    static byte[] keyCheck(MasterKey key) {
        return key.keyedHash(KEY_CHECK).of("kosh");
    }

    /// Whether others than the owner may read a file; false where the file system knows no such thing.
    static boolean readableByOthers(Path file) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ);
        } catch (UnsupportedOperationException _) {
            return false;
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            case java.nio.file.FileAlreadyExistsException _ -> "it is a file";
            case java.nio.file.NoSuchFileException _ -> "there is no such folder";
            case java.nio.file.FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
