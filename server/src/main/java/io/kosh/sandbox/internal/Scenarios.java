package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.CallbackFaults;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.DeliveryFaults;
import io.kosh.platform.Page;
import io.kosh.platform.RailFaults;
import io.kosh.platform.RequestFaults;
import io.kosh.sandbox.internal.ScenarioKind.Target;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// What is to go wrong, and for whom. Looks at memory only until something fits; then the database counts it, so that
/// several servers spoil no more than was asked.
@Component
@SandboxOnly
final class Scenarios implements RequestFaults, DeliveryFaults, RailFaults, CallbackFaults, Remembered {
    private static final int MOST = 1_000;
    private static final String OWN_ROUTES = "/sandbox";

    private final Database database;
    private final ScenarioStore store;
    private final ObjectProvider<CompanyRegistry> companies;
    private final ObjectProvider<ChangeWatch> watch;
    private final List<Rail> rails;
    private volatile Map<CompanyKey, List<Scenario>> active = Map.of();

    Scenarios(
            Database database,
            ScenarioStore store,
            ObjectProvider<CompanyRegistry> companies,
            ObjectProvider<ChangeWatch> watch,
            List<Rail> rails) {
        this.database = database;
        this.store = store;
        this.companies = companies;
        this.watch = watch;
        this.rails = rails.stream().sorted(Comparator.comparing(Rail::name)).toList();
    }

    @Override
    public synchronized void reload() {
        var all = companies.getObject().all().stream().map(CompanyRef::key).toList();
        active = Map.copyOf(database.acrossCompanies(all, store::active));
    }

    private void changed() {
        reload();
        watch.getObject().tell();
    }

    @Override
    public boolean active() {
        return !active.isEmpty();
    }

    @Override
    public @Nullable Fault choose(Call call) {
        if (call.path().equals(OWN_ROUTES) || call.path().startsWith(OWN_ROUTES + "/")) {
            return null;
        }
        if (call.asked() != null) {
            return asked(call.asked());
        }
        CompanyRef company = about(call);
        Scenario chosen = company == null
                ? null
                : choose(
                        company.key(),
                        scenario -> scenario.kind().spoils(Target.REQUEST)
                                && scenario.rule().fits(call));
        return chosen == null ? null : chosen.kind().fault(chosen.rule().parameters());
    }

    /// The company whose scenarios a call meets: the one that it names, as its controller will find it, else the
    /// caller's own. The body is read for it only where the caller acts for several and one of them has a
    /// scenario.
    private @Nullable CompanyRef about(Call call) {
        List<CompanyRef> companies = call.companies();
        if (companies.stream().noneMatch(company -> active.containsKey(company.key()))) {
            return null;
        }
        String named = companies.size() == 1 ? null : call.field("companyId");
        return companies.stream()
                .filter(company -> named == null || company.id().equals(named))
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable DeliveryFault choose(CompanyKey company, String type) {
        Scenario chosen = choose(
                company,
                scenario -> scenario.kind().spoils(Target.WEBHOOK)
                        && scenario.rule().fits(type));
        return chosen == null ? null : chosen.kind().deliveryFault(chosen.rule().parameters());
    }

    @Override
    public @Nullable RailFault choose(CompanyKey company, String rail, Map<String, String> fields) {
        Scenario chosen = choose(
                company,
                scenario ->
                        scenario.kind().spoils(Target.RAIL) && scenario.rule().fits(rail, fields));
        return chosen == null ? null : chosen.kind().railFault(chosen.rule().parameters());
    }

    @Override
    public @Nullable CallbackFault chooseFor(CompanyKey company, String rail, Map<String, String> fields) {
        Scenario chosen = choose(
                company,
                scenario -> scenario.kind().spoils(Target.CALLBACK)
                        && scenario.rule().fits(rail, fields));
        return chosen == null ? null : chosen.kind().callbackFault(chosen.rule().parameters());
    }

    private @Nullable Scenario choose(CompanyKey company, Predicate<Scenario> fits) {
        for (Scenario scenario : active.getOrDefault(company, List.of())) {
            if (fits.test(scenario) && spoils(company, scenario)) {
                return scenario;
            }
        }
        return null;
    }

    private boolean spoils(CompanyKey company, Scenario scenario) {
        return database.inCompany(company, () -> {
            Integer nth = store.tried(company, scenario.id());
            if (nth == null || !scenario.spoils(nth)) {
                return false;
            }
            store.used(company, scenario.id());
            return true;
        });
    }

    /// `name;key=value;...`, for one request.
    private static Fault asked(String header) {
        String[] parts = Fields.text(HEADER, header, 500).split(";", -1);
        ScenarioKind kind = ScenarioKind.of(HEADER, parts[0].strip());
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 1) {
                throw Fields.invalid(HEADER, "must be name;key=value;...");
            }
            parameters.put(
                    parts[i].substring(0, equals).strip(),
                    parts[i].substring(equals + 1).strip());
        }
        kind.check(parameters);
        return kind.fault(parameters);
    }

    /// Those that can be spoiled, by name.
    List<Rail> rails() {
        return rails;
    }

    /// A name that nobody asks with would never fit, and its scenario wait for ever.
    private void checkRail(ScenarioKind kind, Scenario.Rule rule) {
        if (rule.rail() == null) {
            return;
        }
        Rail rail = rails.stream()
                .filter(each -> each.name().equals(rule.rail()))
                .findFirst()
                .orElseThrow(() -> Fields.invalid(
                        "rail",
                        "names no rail: there are "
                                + rails.stream().map(Rail::name).collect(Collectors.joining(", "))));
        boolean tells = kind.target() == Target.CALLBACK;
        if (tells != (rail.calls() == Calls.US)) {
            throw Fields.invalid(
                    "rail",
                    tells
                            ? "is one that the platform calls: the scenario spoils those that call it"
                            : "is one that calls the platform: only scenarios of callbacks spoil it");
        }
        if (rule.field() != null && !rail.fields().contains(rule.field())) {
            throw Fields.invalid(
                    "field", "is none of the rail " + rail.name() + ": it has " + String.join(", ", rail.fields()));
        }
    }

    Scenario add(CompanyRef company, Scenario scenario) {
        checkRail(scenario.kind(), scenario.rule());
        Scenario added = database.inCompany(company.key(), () -> {
            if (store.count(company.key()) >= MOST) {
                throw Refusal.of(SandboxError.SCENARIOS_FULL, SandboxError.SCENARIOS_FULL.meaning());
            }
            return store.insert(company.key(), scenario);
        });
        changed();
        return added;
    }

    List<Scenario> page(CompanyRef company, Page.Request page) {
        return database.inCompany(company.key(), () -> store.page(company.key(), page));
    }

    /// Newest first.
    List<Scenario> latest(CompanyRef company, int most) {
        return database.inCompany(company.key(), () -> store.latest(company.key(), most));
    }

    /// Ends one scenario of the company, or all where none is named.
    int remove(CompanyRef company, @Nullable Long id) {
        int removed = database.inCompany(company.key(), () -> store.delete(company.key(), id));
        if (id != null && removed == 0) {
            throw Refusal.of(SandboxError.SCENARIO_UNKNOWN, SandboxError.SCENARIO_UNKNOWN.meaning());
        }
        changed();
        return removed;
    }
}
