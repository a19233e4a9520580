package io.kosh.launcher.internal;

import io.kosh.launcher.EmbeddedPostgres;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.MasterKey;
import io.kosh.platform.Profile;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/// The program's own parts on an installation's database, without a server: beside one that runs, or with the embedded
/// PostgreSQL started for as long as it takes. Needs what a server needs: the data folder and the master key.
final class Offline {
    /// What works by itself in a server and must not in a command.
    private static final List<String> BY_THEMSELVES = List.of("jobRunner", "sealer");

    private final DataDir dir;
    private final DatabaseOptions database;

    Offline(DataDir dir, DatabaseOptions database) {
        this.dir = dir;
        this.database = database;
    }

    <T> T ask(Function<BeanFactory, T> question) {
        if (!dir.isStamped()) {
            throw new CommandFailure("The data folder " + dir.root() + " has no installation yet.");
        }
        Profile profile = dir.profile();
        MasterKey key = MasterKeys.find(dir, profile);
        dir.stamp(profile, key);
        if (database.url != null) {
            return ask(profile, key, OutsideDatabase.of(database, key), question);
        }
        DatabaseAccess running = EmbeddedPostgres.running(dir.postgres(), key, EmbeddedSource.DATABASE);
        if (running != null && dir.inUse()) {
            return ask(profile, key, () -> running, question);
        }
        if (!Files.exists(dir.postgres().resolve("data"))) {
            throw new CommandFailure("The data folder " + dir.root()
                    + " has no database: start it once, or name its database with --database-url.");
        }
        FileLock lock = dir.lock();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(dir.postgres(), key, List.of())) {
            DatabaseAccess access = server.database(EmbeddedSource.DATABASE, "template0");
            return ask(profile, key, () -> access, question);
        } finally {
            release(lock);
        }
    }

    private <T> T ask(Profile profile, MasterKey key, DatabaseAccess.Source source, Function<BeanFactory, T> question) {
        DatabaseAccess access = source.await();
        try (Installation installation = new Installation(profile, key)) {
            installation.look(access);
        }
        SpringApplication application = new SpringApplication(Kosh.APPLICATION);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        application.setLazyInitialization(true);
        application.addInitializers(starting -> {
            starting.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "launcher",
                            Map.of(
                                    "kosh.profile",
                                    profile.word(),
                                    "kosh.data-dir",
                                    dir.root().toString())));
            starting.addBeanFactoryPostProcessor(beans -> {
                if (beans instanceof BeanDefinitionRegistry registry) {
                    BY_THEMSELVES.stream()
                            .filter(registry::containsBeanDefinition)
                            .forEach(registry::removeBeanDefinition);
                }
            });
            if (starting instanceof GenericApplicationContext beans) {
                beans.registerBean(MasterKey.class, () -> key);
                beans.registerBean(DatabaseAccess.Source.class, () -> () -> access);
            }
        });
        try (ConfigurableApplicationContext context = application.run()) {
            return question.apply(context);
        }
    }

    private static void release(FileLock lock) {
        try {
            lock.channel().close();
        } catch (IOException _) {
            // It ends with this process.
        }
    }
}
