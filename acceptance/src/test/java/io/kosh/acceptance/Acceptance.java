package io.kosh.acceptance;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a journey the server of this run, and audits the books after it. The server is started once a fork and stopped
/// at its end, unless `KOSH_ACCEPTANCE_URL` and `KOSH_ACCEPTANCE_DEMO` (its demo.json) name one that runs already.
final class Acceptance implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Path DATA = Path.of("target/acceptance-data-" + System.getProperty("test.fork", "0"))
            .toAbsolutePath();

    /// Whether the run is against a server that it did not start.
    static boolean elsewhere() {
        return System.getenv("KOSH_ACCEPTANCE_URL") != null;
    }

    private record Run(World world, @Nullable KoshProcess process) implements AutoCloseable {
        static Run start() {
            String url = System.getenv("KOSH_ACCEPTANCE_URL");
            if (url != null) {
                Path demo = Path.of(requireNonNull(System.getenv("KOSH_ACCEPTANCE_DEMO"), "KOSH_ACCEPTANCE_DEMO"));
                return new Run(World.of(URI.create(url), demo), null);
            }
            KoshProcess.forget(DATA);
            KoshProcess process = KoshProcess.start(DATA, Map.of());
            return new Run(World.of(process.base(), process.demo()), process);
        }

        @Override
        public void close() {
            if (process != null) {
                process.close();
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        world(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        world(context).assertBooksBalance();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == World.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return world(context);
    }

    private static World world(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(Acceptance.class))
                .computeIfAbsent(Run.class, _ -> Run.start(), Run.class)
                .world();
    }
}
