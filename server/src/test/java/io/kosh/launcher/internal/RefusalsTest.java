package io.kosh.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.MasterKey;
import io.kosh.platform.Profile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A start that cannot be is refused with one sentence and status 1 before anything slow begins.
class RefusalsTest {
    @TempDir
    Path folder;

    private record Said(int code, String sentence) {}

    private static Said run(String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine line = Kosh.commandLine();
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(arguments);
        return new Said(code, err.toString().strip());
    }

    private Said start(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "start";
        arguments[1] = "--data-dir";
        arguments[2] = folder.resolve("kosh").toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return run(arguments);
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(start("--port", Integer.toString(taken.getLocalPort())))
                    .isEqualTo(new Said(
                            1,
                            "The port " + taken.getLocalPort()
                                    + " on 127.0.0.1 cannot be had (Address already in use): stop what uses it or "
                                    + "choose another with --port."));
        }
    }

    @Test
    void aDataFolderThatIsAFile() throws Exception {
        Files.writeString(folder.resolve("kosh"), "");
        assertThat(start().code()).isEqualTo(1);
        assertThat(start().sentence()).startsWith("The data folder ").contains("is not writable (it is a file)");
    }

    @Test
    void aDataFolderInUse() throws Exception {
        DataDir dir = DataDir.at(folder.resolve("kosh"));
        dir.prepare();
        try (var lock = dir.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(start().sentence()).contains("is in use by another Kosh");
            assertThat(dir.inUse()).isTrue();
        }
        assertThat(dir.inUse()).isFalse();
    }

    @Test
    void sandboxDataInLive() {
        DataDir dir = DataDir.at(folder.resolve("kosh"));
        dir.prepare();
        dir.stamp(Profile.SANDBOX, MasterKeys.find(dir, Profile.SANDBOX));
        assertThat(start("--profile", "live").sentence()).contains("belongs to the profile sandbox");
    }

    @Test
    void liveWithoutAMasterKey() {
        assertThat(start("--profile", "live").sentence()).startsWith("Live needs a master key: make one with");
    }

    @Test
    void anotherMasterKey() {
        DataDir dir = DataDir.at(folder.resolve("kosh"));
        dir.prepare();
        dir.stamp(Profile.SANDBOX, new MasterKey(new byte[MasterKey.BYTES]));
        MasterKeys.create(dir);
        assertThat(start())
                .isEqualTo(new Said(
                        1,
                        "The master key is not the one that the data folder " + dir.root()
                                + " was made with: set KOSH_MASTER_KEY or restore master.key."));
    }

    @Test
    void aMasterKeyThatOthersMayRead() throws Exception {
        DataDir dir = DataDir.at(folder.resolve("kosh"));
        dir.prepare();
        MasterKeys.create(dir);
        Files.setPosixFilePermissions(
                dir.masterKey(), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(start().sentence()).contains("can be read by others: run chmod 600");
    }

    @Test
    void aLostMasterKey() throws Exception {
        DataDir dir = DataDir.at(folder.resolve("kosh"));
        dir.prepare();
        dir.stamp(Profile.SANDBOX, MasterKeys.create(dir));
        Files.delete(dir.masterKey());
        assertThat(start().sentence()).contains("is missing: restore master.key or set KOSH_MASTER_KEY");
        assertThat(run("key", "create", "--data-dir", dir.root().toString()).sentence())
                .contains("a new one would not open it");
    }

    @Test
    void aWrongCommandLine() {
        assertThat(start("--port", "abc").code()).isEqualTo(64);
        assertThat(run("frobnicate").code()).isEqualTo(64);
    }

    @Test
    void keysComeAsHexOrBase64() {
        assertThat(MasterKeys.parse("ab".repeat(32), "test").derive("x", 8))
                .isEqualTo(MasterKeys.parse(" q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=\n", "test")
                        .derive("x", 8));
    }

    @Test
    void everySubcommandHasHelpAndJson() {
        assertThat(Kosh.commandLine().getSubcommands().values()).allSatisfy(command -> {
            assertThat(command.getCommandSpec().findOption("--help") != null
                            || command.getCommandSpec().usageMessage().hidden())
                    .isTrue();
            for (CommandLine leaf : command.getSubcommands().isEmpty()
                    ? java.util.List.of(command)
                    : command.getSubcommands().values()) {
                assertThat(leaf.getCommandSpec().findOption("--json") != null
                                || leaf.getCommandSpec().usageMessage().hidden())
                        .as(leaf.getCommandName())
                        .isTrue();
            }
        });
    }
}
