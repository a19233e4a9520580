package io.kosh.cards.internal;

import io.kosh.cards.internal.CardAccounts.Draft;
import io.kosh.cards.internal.CardAccounts.Overview;
import io.kosh.cards.internal.CardAccounts.WantedIds;
import io.kosh.cards.internal.Cards.NewCard;
import io.kosh.identity.Identity;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.SandboxSeed;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// The reward account that the documented examples name, with its administrator and one holder.
@Component
@Order(30)
final class CardSeed implements SandboxSeed {
    private static final long FUNDS = 10_000_000;
    private static final long FIRST_POINTS = 5_000;
    private static final long TO_SPEND = 2_000_000;

    private final CompanyRegistry companies;
    private final Identity identity;
    private final Database database;
    private final CardAccounts accounts;
    private final Cards cards;
    private final Fundings fundings;
    private final Points points;

    CardSeed(
            CompanyRegistry companies,
            Identity identity,
            Database database,
            CardAccounts accounts,
            Cards cards,
            Fundings fundings,
            Points points) {
        this.companies = companies;
        this.identity = identity;
        this.database = database;
        this.accounts = accounts;
        this.cards = cards;
        this.fundings = fundings;
        this.points = points;
    }

    @Override
    public void seed(Map<String, Object> facts) {
        CompanyRef company = companies.find("CEK1PU9AOO");
        if (company == null) {
            throw new IllegalStateException("the company of the documented rewards is missing");
        }
        Draft draft = new Draft(
                AccountType.EMPLOYEE_REWARDS,
                "Rewards",
                "Example Rewards",
                "PMGAZ7L5A",
                "rewards@example.com",
                "9000000002",
                "EK8IHN4B",
                null);
        Overview account = accounts.create(company, draft, new WantedIds("CAQL8YCV3", "EKCDM5AVZY"));
        identity.createUser(company, "EKPDC37K", "Test");
        Holder holder = new Holder("Mr", "Test", "M", "test@example.com", "6667778889");
        Card card = database.inCompany(
                        company.key(),
                        () -> cards.issue(
                                company,
                                account.account().ofCards(),
                                List.of(new NewCard("EKC9MKS5RM", "EKPDC37K", holder, false))))
                .getFirst();
        fundings.fund(company, account.account().id(), FUNDS, "SEED-1", null);
        points.move(
                company,
                new PointMove(
                        company.id(),
                        account.account().id(),
                        card.id(),
                        holder,
                        PointMove.Type.ALLOCATE_POINT,
                        FIRST_POINTS,
                        "SEED-1",
                        "A first reward",
                        false));
        // The documents show an order of 4,500 points, and carts.
        points.move(
                company,
                new PointMove(
                        company.id(),
                        account.account().id(),
                        "EKCDM5AVZY",
                        new Holder(null, null, null, null, null),
                        PointMove.Type.ALLOCATE_POINT,
                        TO_SPEND,
                        "SEED-2",
                        "Points to spend",
                        false));
        facts.put(
                "cards",
                Map.of(
                        "companyId", company.id(),
                        "cardAccountId", account.account().id(),
                        "enKashCardId", card.id(),
                        "administratorsCardId", "EKCDM5AVZY"));
    }
}
