package io.kosh.identity.internal;

import io.kosh.identity.ClientCredentials;
import io.kosh.identity.Identity;
import io.kosh.identity.internal.Logins.Credentials;
import io.kosh.identity.internal.Onboarding.NewCompany;
import io.kosh.identity.internal.Onboarding.Onboarded;
import io.kosh.kernel.Secret;
import io.kosh.platform.SandboxSeed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// The companies, people and credentials of a fresh sandbox: those that the documented examples name, and a demo
/// company with people to allocate coins to.
@Component
@Order(10)
final class IdentitySeed implements SandboxSeed {
    private static final List<String> FIRST_NAMES =
            List.of("Aarav", "Asha", "Chitra", "Dev", "Farhan", "Gauri", "Imran", "Kavya", "Manoj", "Priya");
    private static final List<String> LAST_NAMES =
            List.of("Bose", "Das", "Gupta", "Iyer", "Khan", "Mehta", "Nair", "Patel", "Reddy", "Singh");

    private final Companies companies;
    private final Onboarding onboarding;
    private final Users users;
    private final Logins logins;
    private final SeededAccess access;
    private final Secrets secrets;

    IdentitySeed(
            Companies companies,
            Onboarding onboarding,
            Users users,
            Logins logins,
            SeededAccess access,
            Secrets secrets) {
        this.logins = logins;
        this.companies = companies;
        this.onboarding = onboarding;
        this.users = users;
        this.access = access;
        this.secrets = secrets;
    }

    @Override
    public void seed(Map<String, Object> facts) {
        Credentials login = new Credentials("demo@example.com", secrets.mintPassword());
        Onboarded demo = onboarding.onboard(new NewCompany("CEK0TCW2W8", "Demo Traders", login));
        facts.putAll(company(demo, login));
        users.create(demo.company().ref(), "EKQZVMQK", "Meera Joshi");
        users.create(demo.company().ref(), "EK6CYE6K", "Rahul Verma");
        facts.put(
                "userIds",
                users.create(demo.company().ref(), names()).stream()
                        .map(person -> person.user().id())
                        .toList());

        Credentials documented = new Credentials("9000000001", new Secret<>("Test@1234567"));
        Onboarded services = onboarding.onboard(new NewCompany("CEK1GZBO6A", "Example Services", documented));
        facts.put("documented", company(services, documented));

        Credentials platformLogin = new Credentials("platform@example.com", secrets.mintPassword());
        Onboarded platform = onboarding.admit(companies.find(Identity.PLATFORM_COMPANY), platformLogin);
        facts.put("platform", company(platform, platformLogin));

        Credentials rewardsLogin = new Credentials("rewards@example.com", secrets.mintPassword());
        Onboarded rewards = onboarding.onboard(new NewCompany("CEK1PU9AOO", "Example Rewards", rewardsLogin));
        facts.put("rewards", company(rewards, rewardsLogin));

        Credentials prepaidLogin = new Credentials("prepaid@example.com", secrets.mintPassword());
        Onboarded prepaid = onboarding.onboard(new NewCompany("CEKEP5GSGP", "Example Cards", prepaidLogin));
        facts.put("prepaid", company(prepaid, prepaidLogin));
        // Who spends points in the documents.
        Credentials spender = new Credentials("9000000002", new Secret<>("Test@1234567"));
        users.create(rewards.company().ref(), "EK8IHN4B", "Asha Rao");
        logins.createForPerson(rewards.company().ref(), "EK8IHN4B", spender);
        facts.put("redemption", company(rewards, spender));

        facts.put("operator", client(access.operator()));
        facts.put("partner", partner(List.of(demo, services, rewards, prepaid)));
    }

    private Map<String, Object> partner(List<Onboarded> companies) {
        Credentials login = new Credentials("partner@example.com", secrets.mintPassword());
        String partnerId = "CRMXWB3ZM";
        ClientCredentials client = access.partner(
                partnerId,
                "Demo Partner",
                companies.stream().map(each -> each.company().ref()).toList(),
                login);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("partnerId", partnerId);
        facts.putAll(client(client));
        facts.putAll(login(login));
        return facts;
    }

    private static Map<String, Object> company(Onboarded onboarded, Credentials login) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("companyId", onboarded.company().ref().id());
        facts.putAll(client(onboarded.client()));
        facts.putAll(login(login));
        return facts;
    }

    private static Map<String, Object> client(ClientCredentials client) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("clientId", client.clientId());
        facts.put("clientSecret", client.secret().value());
        return facts;
    }

    private static Map<String, Object> login(Credentials login) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("username", login.username());
        facts.put("password", login.password().value());
        return facts;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (String first : FIRST_NAMES) {
            for (String last : LAST_NAMES) {
                names.add(first + " " + last);
            }
        }
        return names;
    }
}
