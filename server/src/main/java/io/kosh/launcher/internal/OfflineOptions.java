package io.kosh.launcher.internal;

import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which installation, and which of its companies, a command looks at without a server.
final class OfflineOptions {
    @Option(names = "--company", paramLabel = "<id>", description = "Only this company; else all.")
    @Nullable
    String company;

    @Option(
            names = "--data-dir",
            paramLabel = "<folder>",
            defaultValue = "${env:KOSH_DATA_DIR:-./.kosh}",
            description = "Data folder of the installation; KOSH_DATA_DIR, else ./.kosh.")
    Path dataDir = Path.of(".kosh");

    @Mixin
    DatabaseOptions database = new DatabaseOptions();

    @Option(names = "--json", description = "Prints JSON; heads are always printed so.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    Offline installation() {
        return new Offline(DataDir.at(dataDir), database);
    }

    List<CompanyRef> companies(BeanFactory beans) {
        CompanyRegistry registry = beans.getBean(CompanyRegistry.class);
        if (company == null) {
            return registry.all();
        }
        CompanyRef found = registry.find(company);
        if (found == null) {
            throw new CommandFailure("There is no company " + company + " here.");
        }
        return List.of(found);
    }
}
