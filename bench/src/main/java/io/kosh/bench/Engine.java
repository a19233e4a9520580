package io.kosh.bench;

import io.kosh.KoshApplication;
import io.kosh.bench.Load.Result;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Outcome;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.MasterKey;
import io.kosh.platform.SandboxSeed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The posting engine inside this program: the whole server on a database of its own, called without HTTP. HTTP only
/// makes its companies and audits its books.
final class Engine implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final Ledger ledger;
    private final Database database;
    private final URI base;
    private final JsonNode demo;
    private final BarOptions options;

    private Engine(ConfigurableApplicationContext context, BarOptions options) {
        this.context = context;
        this.options = options;
        this.ledger = context.getBean(Ledger.class);
        this.database = context.getBean(Database.class);
        this.base = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
        Map<String, Object> facts = new HashMap<>();
        context.getBeanProvider(SandboxSeed.class).orderedStream().forEach(seed -> seed.seed(facts));
        this.demo = JsonMapper.shared().valueToTree(facts);
    }

    /// @param settings of the server, where they are not the defaults
    static Engine start(
            Path folder, DatabaseAccess database, MasterKey key, BarOptions options, Map<String, Object> settings) {
        SpringApplication application = new SpringApplication(KoshApplication.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setRegisterShutdownHook(false);
        application.addInitializers(starting -> {
            Map<String, Object> all = new HashMap<>(settings);
            all.put("server.port", "0");
            all.put("server.address", "127.0.0.1");
            all.put("kosh.data-dir", folder.toString());
            all.put("kosh.management-port", "0");
            starting.getEnvironment().getPropertySources().addFirst(new MapPropertySource("bench", all));
            if (starting instanceof GenericApplicationContext beans) {
                beans.registerBean(DatabaseAccess.Source.class, () -> () -> database);
                beans.registerBean(MasterKey.class, () -> key);
            }
        });
        return new Engine(application.run(), options);
    }

    /// Posts one command durably: the one place that knows the ledger's way in for many callers.
    Outcome submit(CompanyKey company, Command command) {
        return ledger.submit(company, command);
    }

    /// Posts many commands in one transaction.
    List<Outcome> postAll(CompanyKey company, List<Command> commands) {
        return database.inCompany(company, () -> ledger.postAll(company, commands));
    }

    /// A new company, with one hot account that holds as good as everything.
    HotAccount hotAccount() throws IOException {
        Company company = Company.make(base, demo);
        CompanyRef found = context.getBean(CompanyRegistry.class).find(company.id());
        if (found == null) {
            throw new BenchFailure("The company " + company.id() + " is not there.");
        }
        HotAccount account = new HotAccount(this, company, found.key());
        account.fund(HotAccount.PLENTY);
        return account;
    }

    /// The closed loop over one hot account, whose commands are all accepted.
    Result top(String what) throws Exception {
        HotAccount account = hotAccount();
        Result result = Say.said(options.load().run(what, options.submitters, _ -> account.paying(options.users)));
        account.check();
        return result;
    }

    @Override
    public void close() {
        context.close();
    }
}
