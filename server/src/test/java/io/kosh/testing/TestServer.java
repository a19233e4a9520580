package io.kosh.testing;

import io.kosh.KoshApplication;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.MasterKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/// The whole application on a free port and a fresh database, shared by every test of a fork that asks for it.
/// Tests keep out of each other's way by using companies of their own.
public final class TestServer {
    private static final Supplier<TestServer> SHARED = StableValueSupplier.of(() -> start(Map.of()));

    private final ConfigurableApplicationContext context;

    private TestServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// A folder for what a server of a test keeps; tests run in several forks side by side, each with its own.
    public static Path dir(String name) {
        return Path.of("target", name + "-" + System.getProperty("test.fork", "0"));
    }

    /// The server that tests share.
    public static TestServer shared() {
        return SHARED.get();
    }

    /// A server of one's own, with other settings.
    public static TestServer start(Map<String, Object> properties) {
        // A migration may ask for the profile.
        return start(
                properties.containsKey("kosh.profile") ? TestDatabase.fresh() : TestDatabase.migrated(), properties);
    }

    /// A server of one's own whose business time the test moves.
    public static TestServer start(BusinessClock clock) {
        return startWith(TestDatabase.migrated(), BusinessClock.class, clock);
    }

    /// A server on a given database that has a bean of the test's in place of its own.
    public static <T> TestServer startWith(DatabaseAccess database, Class<T> type, T bean) {
        return start(database, Map.of(), with(type, bean));
    }

    /// A server of one's own on which a door leads to something else than usual.
    public static <T> TestServer start(Class<T> door, T fake, Map<String, Object> properties) {
        return start(TestDatabase.migrated(), properties, with(door, fake));
    }

    private static <T> Consumer<GenericApplicationContext> with(Class<T> type, T instead) {
        return beans ->
                beans.registerBean("test" + type.getSimpleName(), type, () -> instead, bean -> bean.setPrimary(true));
    }

    /// A server on a given database.
    public static TestServer start(DatabaseAccess database, Map<String, Object> properties) {
        return start(database, properties, _ -> {});
    }

    private static TestServer start(
            DatabaseAccess database, Map<String, Object> properties, Consumer<GenericApplicationContext> changes) {
        SpringApplication application = new SpringApplication(KoshApplication.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setRegisterShutdownHook(false);
        application.addInitializers(context -> {
            var all = new java.util.HashMap<String, Object>(Map.of(
                    "server.port",
                    "0",
                    "server.address",
                    "127.0.0.1",
                    "kosh.data-dir",
                    dir("test-data").toString(),
                    "kosh.management-port",
                    "0",
                    // Many threads on a busy machine wait longer for a connection than a client should.
                    "kosh.pool.acquire-timeout",
                    "60s",
                    // All tests come from one address, and many of them fail to sign in on purpose.
                    "kosh.http.failed-sign-ins-per-minute",
                    "100000",
                    "springdoc.api-docs.enabled",
                    "false"));
            all.putAll(properties);
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", all));
            if (context instanceof GenericApplicationContext beans) {
                beans.registerBean(DatabaseAccess.Source.class, () -> () -> database);
                beans.registerBean(MasterKey.class, () -> TestDatabase.MASTER_KEY);
                changes.accept(beans);
            }
        });
        return new TestServer(application.run());
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// Every bean of a type.
    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

    public void stop() {
        context.close();
    }
}
