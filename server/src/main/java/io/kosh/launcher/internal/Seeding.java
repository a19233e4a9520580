package io.kosh.launcher.internal;

import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.Profile;
import io.kosh.platform.SandboxSeed;
import io.kosh.platform.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/// Completes the installation before the server takes its first request: the master key's mark, the demo data of a new
/// sandbox, and `demo.json` with its facts. The file is written before the database is marked, so that no credential
/// is lost when the process ends between the two: unmarked data is dropped and made again.
final class Seeding implements SmartLifecycle {
    private final Installation installation;
    private final ObjectProvider<SandboxSeed> seeds;
    private final DataDir dir;
    private final Profile profile;
    private final String baseUrl;
    private volatile boolean running;

    /// @param migrated only says that the migrations ran
    Seeding(
            Installation installation,
            ObjectProvider<SandboxSeed> seeds,
            Demo demo,
            @SuppressWarnings("unused") DatabaseAccess migrated) {
        this.installation = installation;
        this.seeds = seeds;
        this.dir = demo.dir();
        this.profile = demo.profile();
        this.baseUrl = demo.baseUrl();
    }

    /// Where and for whom demo data is written.
    record Demo(DataDir dir, Profile profile, String baseUrl) {}

    @Override
    public void start() {
        running = true;
        try (installation) {
            installation.complete();
            if (profile == Profile.SANDBOX) {
                demoData();
            }
        } catch (IOException e) {
            throw new StartupFailure("The file " + dir.demo() + " cannot be written (" + e.getMessage() + ").");
        }
    }

    private void demoData() throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("baseUrl", baseUrl);
        if (!installation.seeded()) {
            seeds.orderedStream().forEach(seed -> seed.seed(facts));
            Json.write(dir.demo(), facts);
            installation.markSeeded();
        } else if (Files.exists(dir.demo())) {
            Map<String, Object> known = Json.read(dir.demo());
            if (!baseUrl.equals(known.get("baseUrl"))) {
                facts.putAll(known);
                facts.put("baseUrl", baseUrl);
                Json.write(dir.demo(), facts);
            }
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Early: the web server starts in one of the last phases, jobs after the application is ready.
    @Override
    public int getPhase() {
        return 0;
    }
}
