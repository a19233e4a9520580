package io.kosh.launcher;

import io.kosh.platform.StartupFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL programs that ride in the class path, unpacked once into a folder.
final class PostgresBinaries {
    private PostgresBinaries() {}

    /// The folder with `bin/postgres`, unpacked below `parent` where it is not there yet.
    static Path unpack(Path parent) {
        Path home = parent.resolve("postgresql-" + version());
        if (Files.isExecutable(home.resolve("bin/postgres"))) {
            return home;
        }
        String resource = resource();
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new StartupFailure("There is no embedded PostgreSQL for this machine (" + resource
                        + "): use --database-url with a PostgreSQL 15 or newer.");
            }
            Files.createDirectories(parent);
            Path partial = Files.createTempDirectory(parent, "unpacking-");
            extract(packed, partial);
            moveIntoPlace(partial, home);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack PostgreSQL into " + parent, e);
        }
    }

    private static void moveIntoPlace(Path partial, Path home) throws IOException {
        try {
            Files.move(partial, home);
        } catch (FileSystemException e) {
            if (!Files.isExecutable(home.resolve("bin/postgres"))) {
                throw e;
            }
        }
    }

    private static void extract(InputStream packed, Path into) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("the archive leaves its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(target.getParent());
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(tar, target);
                    Files.setPosixFilePermissions(target, permissions(entry.getMode()));
                }
            }
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = new HashSet<>();
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode & (0400 >> bit)) != 0) {
                permissions.add(all[bit]);
            }
        }
        return permissions;
    }

    /// The name inside the binaries' jar: `postgres-<os>-<architecture>.txz`.
    private static String resource() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String architecture = switch (System.getProperty("os.arch", "")) {
            case "aarch64" -> "arm_64";
            default -> "x86_64";
        };
        return "/postgres-" + os + "-" + architecture + ".txz";
    }

    private static String version() {
        return "18.6";
    }
}
