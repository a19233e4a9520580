package io.kosh.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// Which build this is.
public final class BuildVersion {
    private static final String BUILD = "/META-INF/maven/io.kosh/kosh-server/pom.properties";

    private BuildVersion() {}

    /// The version, `development` where it runs from classes. Read from what Maven packs into the jar: a class out of
    /// the virtual machine's cache has forgotten its manifest.
    public static String current() {
        Properties build = new Properties();
        try (InputStream packed = BuildVersion.class.getResourceAsStream(BUILD)) {
            if (packed != null) {
                build.load(packed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("version", "development");
    }
}
