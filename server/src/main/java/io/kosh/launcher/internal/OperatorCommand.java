package io.kosh.launcher.internal;

import io.kosh.identity.ClientCredentials;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Operators of the installation.
@Command(name = "operator", description = "Creates operators.", subcommands = OperatorCommand.Create.class)
final class OperatorCommand implements Runnable {
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

    /// An operator's API client.
    @Command(
            name = "create",
            description = "Creates an operator's API client and prints its credentials once. The first one of a live "
                    + "installation needs no operator, only its data folder.")
    static final class Create implements Callable<Integer> {
        @Mixin
        ServerTarget target = new ServerTarget();

        @Mixin
        ServerTarget.Operator operator = new ServerTarget.Operator();

        @Mixin
        DatabaseOptions database = new DatabaseOptions();

        @Override
        public Integer call() {
            Map<String, Object> facts = new LinkedHashMap<>();
            if (operator.known(target)) {
                Map<String, Object> client = Http.post(
                                target.url() + "/api/v1/clients", operator.token(target), Map.of("kind", "OPERATOR"))
                        .success("The operator");
                facts.put("clientId", client.get("clientId"));
                facts.put("clientSecret", client.get("clientSecret"));
            } else {
                ClientCredentials first = new FirstOperator(target.dir(), database).create();
                facts.put("clientId", first.clientId());
                facts.put("clientSecret", first.secret().value());
            }
            if (target.json) {
                System.out.println(Json.line(facts));
            } else {
                System.out.println("Client id      " + facts.get("clientId"));
                System.out.println("Client secret  " + facts.get("clientSecret") + "   shown only now");
            }
            return 0;
        }
    }
}
