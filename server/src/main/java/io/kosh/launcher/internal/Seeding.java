package io.kosh.launcher.internal;

import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.Profile;
import io.kosh.platform.SandboxSeed;
import io.kosh.platform.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
    private final Map<String, Object> placeFacts;
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
        this.placeFacts = demo.facts();
    }

    /// Where and for whom demo data is written.
    ///
    /// @param cardPort where card messages come to, null where nowhere
    record Demo(
            DataDir dir,
            Profile profile,
            String baseUrl,
            @Nullable Integer cardPort) {
        /// What may be another at each start.
        Map<String, Object> facts() {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("baseUrl", baseUrl);
            if (cardPort != null) {
                facts.put("cardPort", cardPort);
            }
            return facts;
        }
    }

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
        Map<String, Object> facts = new LinkedHashMap<>(placeFacts);
        if (!installation.seeded()) {
            seeds.orderedStream().forEach(seed -> seed.seed(facts));
            Json.write(dir.demo(), facts);
            installation.markSeeded();
        } else if (Files.exists(dir.demo())) {
            Map<String, Object> known = Json.read(dir.demo());
            if (!known.entrySet().containsAll(placeFacts.entrySet())) {
                facts.putAll(known);
                facts.putAll(placeFacts);
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
