package io.kosh.launcher.internal;

import io.kosh.platform.BuildVersion;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.MasterKey;
import io.kosh.platform.Profile;
import io.kosh.platform.StartupFailure;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/// One run of the server: from the checks of the data folder to the clean stop.
final class ServerRun implements AutoCloseable {
    private final ServerOptions options;
    private final DataDir dir;
    private final List<String> postgresSettings;
    private @Nullable FileLock lock;
    private @Nullable AutoCloseable database;
    private @Nullable ConfigurableApplicationContext context;
    private int managementPort;
    private @Nullable Integer cardPort;
    private boolean announced;

    ServerRun(ServerOptions options, List<String> postgresSettings) {
        this.options = options;
        this.dir = options.dir();
        this.postgresSettings = postgresSettings;
    }

    /// Starts everything; returns when the server is ready.
    void start() {
        dir.prepare();
        lock = dir.lock();
        dir.checkProfile(options.profile);
        MasterKey key = MasterKeys.find(dir, options.profile);
        dir.stamp(options.profile, key);
        Ports.checkFree(options.bind, options.port);
        managementPort = Ports.management(options.port, options.managementPort);
        if (options.profile == Profile.SANDBOX) {
            cardPort = Ports.cards(options.cardPort);
        }
        announce();
        DatabaseAccess.Source source = source(key);
        context = run(key, source);
    }

    private DatabaseAccess.Source source(MasterKey key) {
        if (options.database.url != null) {
            return OutsideDatabase.of(options.database, key);
        }
        EmbeddedSource embedded = new EmbeddedSource(dir.postgres(), key, postgresSettings);
        database = embedded;
        return embedded;
    }

    private ConfigurableApplicationContext run(MasterKey key, DatabaseAccess.Source source) {
        Installation installation = new Installation(options.profile, key);
        Seeding.Demo demo = new Seeding.Demo(dir, options.profile, options.baseUrl(), cardPort);
        SpringApplication application = Wiring.application();
        application.addInitializers(starting -> {
            LogFiles.queue();
            starting.getEnvironment().getPropertySources().addFirst(new MapPropertySource("launcher", properties()));
            if (starting instanceof GenericApplicationContext beans) {
                beans.registerBean(MasterKey.class, () -> key);
                beans.registerBean(DatabaseAccess.Source.class, () -> () -> {
                    DatabaseAccess access = source.await();
                    installation.check(access);
                    return access;
                });
                beans.registerBean(
                        Seeding.class,
                        () -> new Seeding(
                                installation,
                                beans.getBeanProvider(io.kosh.platform.SandboxSeed.class),
                                demo,
                                beans.getBean(DatabaseAccess.class)));
            }
        });
        application.setDefaultProperties(LogFiles.properties(dir.log()));
        return application.run();
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.port", options.port);
        properties.put("server.address", options.bind);
        properties.put("kosh.profile", options.profile.word());
        properties.put("kosh.data-dir", dir.root().toString());
        properties.put("kosh.base-url", options.baseUrl());
        properties.put("kosh.management-port", managementPort);
        if (cardPort != null) {
            properties.put("kosh.cards.iso8583.port", cardPort);
        }
        return properties;
    }

    /// Writes where this server is to be found, so that the other commands find it.
    private void announce() {
        try {
            Json.write(dir.server(), facts());
            announced = true;
        } catch (IOException e) {
            throw new StartupFailure("The file " + dir.server() + " cannot be written (" + e.getMessage() + ").");
        }
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("pid", ProcessHandle.current().pid());
        facts.put("baseUrl", options.baseUrl());
        facts.put("managementUrl", "http://127.0.0.1:" + managementPort);
        if (cardPort != null) {
            facts.put("cardPort", cardPort);
        }
        facts.put("profile", options.profile.word());
        facts.put("startedAt", Clock.systemUTC().instant().toString());
        facts.put("version", BuildVersion.current());
        return facts;
    }

    /// Where card messages come to, null in live, where an operator says so.
    @Nullable
    Integer cardPort() {
        return cardPort;
    }

    ConfigurableApplicationContext context() {
        if (context == null) {
            throw new IllegalStateException("the server is not running");
        }
        return context;
    }

    /// Requests in flight finish, then the pools close, then PostgreSQL stops, then the data folder is let go.
    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
        try {
            if (database != null) {
                database.close();
            }
            if (announced) {
                Files.deleteIfExists(dir.server());
            }
            if (lock != null) {
                lock.channel().close();
            }
        } catch (Exception e) {
            System.err.println("The stop was not clean: " + e.getMessage());
        }
    }
}
