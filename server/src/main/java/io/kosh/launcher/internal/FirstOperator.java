package io.kosh.launcher.internal;

import io.kosh.identity.ClientCredentials;
import io.kosh.identity.Identity;
import io.kosh.kernel.Refusal;
import io.kosh.launcher.EmbeddedPostgres;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.MasterKey;
import io.kosh.platform.Profile;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/// Makes the first operator of a live installation, who makes the others. Whoever holds the data folder with its
/// master key may: the program asks the database itself, whether a server runs beside it or not.
final class FirstOperator {
    private final DataDir dir;
    private final DatabaseOptions database;

    FirstOperator(DataDir dir, DatabaseOptions database) {
        this.dir = dir;
        this.database = database;
    }

    ClientCredentials create() {
        if (!dir.isStamped()) {
            throw new CommandFailure("The data folder " + dir.root()
                    + " has no installation yet: start it once with ./kosh start --profile live.");
        }
        dir.checkProfile(Profile.LIVE);
        MasterKey key = MasterKeys.find(dir, Profile.LIVE);
        dir.stamp(Profile.LIVE, key);
        if (database.url != null) {
            return ask(key, OutsideDatabase.of(database, key));
        }
        DatabaseAccess running = EmbeddedPostgres.running(dir.postgres(), key, EmbeddedSource.DATABASE);
        if (running != null && dir.inUse()) {
            return ask(key, () -> running);
        }
        if (!Files.exists(dir.postgres().resolve("data"))) {
            throw new CommandFailure("The data folder " + dir.root()
                    + " has no database: start it once, or name its database with --database-url.");
        }
        FileLock lock = dir.lock();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(dir.postgres(), key, List.of())) {
            DatabaseAccess access = server.database(EmbeddedSource.DATABASE, "template0");
            return ask(key, () -> access);
        } finally {
            release(lock);
        }
    }

    private ClientCredentials ask(MasterKey key, DatabaseAccess.Source source) {
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
                                    Profile.LIVE.word(),
                                    "kosh.data-dir",
                                    dir.root().toString())));
            // The scheduler is the server's work, not that of a command.
            starting.addBeanFactoryPostProcessor(beans -> {
                if (beans instanceof BeanDefinitionRegistry registry && registry.containsBeanDefinition("jobRunner")) {
                    registry.removeBeanDefinition("jobRunner");
                }
            });
            if (starting instanceof GenericApplicationContext beans) {
                beans.registerBean(MasterKey.class, () -> key);
                beans.registerBean(DatabaseAccess.Source.class, () -> () -> checked(key, source));
            }
        });
        try (ConfigurableApplicationContext context = application.run()) {
            return context.getBean(Identity.class).createOperator();
        } catch (Refusal refusal) {
            throw new CommandFailure("No operator was made: " + refusal.detail()
                    + " (set KOSH_OPERATOR_ID and KOSH_OPERATOR_SECRET to do it as one).");
        }
    }

    private static DatabaseAccess checked(MasterKey key, DatabaseAccess.Source source) {
        DatabaseAccess access = source.await();
        try (Installation installation = new Installation(Profile.LIVE, key)) {
            installation.check(access);
        }
        return access;
    }

    private static void release(FileLock lock) {
        try {
            lock.channel().close();
        } catch (IOException _) {
            // It ends with this process.
        }
    }
}
