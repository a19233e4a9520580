package io.kosh.launcher.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Companies of the installation.
@Command(name = "company", description = "Creates companies.", subcommands = CompanyCommand.Create.class)
final class CompanyCommand implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /// A company and its first API client.
    @Command(name = "create", description = "Creates a company with an API client and prints its credentials once.")
    static final class Create implements Callable<Integer> {
        @Mixin
        ServerTarget target = new ServerTarget();

        @Mixin
        ServerTarget.Operator operator = new ServerTarget.Operator();

        @Option(names = "--name", required = true, paramLabel = "<name>", description = "The company's name.")
        String name = "";

        @Override
        public Integer call() {
            Map<String, Object> company = Http.post(
                            target.url() + "/api/v1/companies", operator.token(target), Map.of("name", name))
                    .success("The company");
            Map<String, Object> facts = new LinkedHashMap<>();
            for (String fact : List.of("companyId", "name", "clientId", "clientSecret")) {
                facts.put(fact, company.get(fact));
            }
            if (target.json) {
                System.out.println(Json.line(facts));
            } else {
                System.out.println("Company        " + facts.get("companyId") + " (" + name + ")");
                System.out.println("Client id      " + facts.get("clientId"));
                System.out.println("Client secret  " + facts.get("clientSecret") + "   shown only now");
            }
            return 0;
        }
    }
}
