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

/// The accounts that the documented examples name: one of rewards with its administrator and one holder, and three of
/// rupees with a card each, which can be used at once.
@Component
@Order(30)
final class CardSeed implements SandboxSeed {
    private static final long FUNDS = 10_000_000;
    private static final long FIRST_POINTS = 5_000;
    /// As much as may be on a card before its holder has passed the gates.
    private static final long FIRST_LOAD = 10_000;

    private static final String ACTOR = "seed";
    private static final PostalAddress NOWHERE = new PostalAddress(null, null, null, null, null, null);
    private static final long TO_SPEND = 2_000_000;

    private final CompanyRegistry companies;
    private final Identity identity;
    private final Database database;
    private final CardAccounts accounts;
    private final Cards cards;
    private final Fundings fundings;
    private final Points points;
    private final NumberedCards numbered;
    private final CardStore store;
    private final KnownHolders holders;

    CardSeed(
            CompanyRegistry companies,
            Identity identity,
            Database database,
            CardAccounts accounts,
            Cards cards,
            Fundings fundings,
            Points points,
            NumberedCards numbered,
            CardStore store,
            KnownHolders holders) {
        this.companies = companies;
        this.identity = identity;
        this.database = database;
        this.accounts = accounts;
        this.cards = cards;
        this.fundings = fundings;
        this.points = points;
        this.numbered = numbered;
        this.store = store;
        this.holders = holders;
    }

    @Override
    public void seed(Map<String, Object> facts) {
        facts.put("cards", rewards(company("CEK1PU9AOO")));
        CompanyRef prepaid = company("CEKEP5GSGP");
        String card = prepaid(prepaid, AccountType.RELOADABLE_GPR, "CABFIPS", "EKCMB7KAEW");
        prepaid(prepaid, AccountType.MEAL, "CAA8W45", "EKC94AEX89");
        prepaid(prepaid, AccountType.RELOADABLE_GPR, "CAC7975", "EKCBEFFEC1");
        facts.put(
                "prepaidCards",
                Map.of(
                        "companyId", prepaid.id(),
                        "cardAccountId", "CABFIPS",
                        "enKashCardId", card,
                        "mealCardAccountId", "CAA8W45",
                        "mealEnKashCardId", "EKC94AEX89"));
    }

    private CompanyRef company(String id) {
        CompanyRef company = companies.find(id);
        if (company == null) {
            throw new IllegalStateException("the company " + id + " of the documented examples is missing");
        }
        return company;
    }

    /// An account of rupees with a card whose holder has passed the gates.
    private String prepaid(CompanyRef company, AccountType type, String accountId, String cardId) {
        Draft draft =
                new Draft(type, "Cards", "Example Cards", "PMGAZ7L5A", "prepaid@example.com", "9000000004", null, null);
        CardAccount account =
                accounts.create(company, draft, new WantedIds(accountId, null)).account();
        fundings.fund(company, accountId, FUNDS, "SEED-" + accountId, null);
        return database.inCompany(company.key(), () -> {
            Card card = numbered.create(
                            company,
                            new NumberedCards.Draft(
                                    accountId,
                                    cardId,
                                    null,
                                    new Holder("Ms", "Test", "F", "card@example.com", "6667778880"),
                                    new CardDetail(null, "Holder", null, NOWHERE, null),
                                    false,
                                    null,
                                    FIRST_LOAD,
                                    null,
                                    ACTOR))
                    .card();
            holders.record(company.key(), card.userId(), Kyc.FULL, null, ACTOR);
            store.acceptTerms(company.key(), card.key(), account.terms());
            return card.id();
        });
    }

    private Map<String, Object> rewards(CompanyRef company) {
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
        return Map.of(
                "companyId", company.id(),
                "cardAccountId", account.account().id(),
                "enKashCardId", card.id(),
                "administratorsCardId", "EKCDM5AVZY");
    }
}
