package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.Database;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A card with a number and rupees on it, whose holder has passed the gates, for tests.
record SpendingCard(TestServer server, RewardAccount account, Card card) {
    static final YearMonth EXPIRY = YearMonth.of(2031, 11);
    private static final String ROUTE = "/api/v1/cards/authorizations";

    static SpendingCard with(long rupees) {
        return of(TestServer.shared(), "RELOADABLE_GPR", rupees);
    }

    static SpendingCard of(TestServer server, String type, long rupees) {
        RewardAccount account = RewardAccount.of(server, type, 1_000_000);
        return of(server, account, rupees);
    }

    private static SpendingCard of(TestServer server, RewardAccount account, long rupees) {
        CompanyKey company = account.shop().company().key();
        Card card = server.bean(Database.class).inCompany(company, () -> {
            Card.Account under = server.bean(CardAccounts.class)
                    .existing(account.shop().company(), account.id())
                    .ofCards();
            String user = account.shop().userIds().getFirst();
            Holder holder = new Holder("Ms", "Asha", "F", "asha@example.com", "9600098867");
            Card made = server.bean(Cards.class)
                    .issueNumbered(
                            account.shop().company(),
                            under,
                            new Cards.NewCard(null, user, holder, false),
                            CardState.ACTIVE,
                            EXPIRY);
            server.bean(KnownHolders.class).record(company, user, Kyc.FULL, null, "test");
            server.bean(JdbcClient.class)
                    .sql("update cards.card set terms_accepted = 1 where company_id = ? and id = ?")
                    .params(company.value(), made.key())
                    .update();
            if (rupees > 0) {
                CardBook book = CardBook.RUPEES;
                Outcome loaded = server.bean(Ledger.class)
                        .post(
                                company,
                                new Command.Post(
                                        new SourceKey("test.load", made.id()),
                                        "",
                                        book.load(),
                                        List.of(Leg.of(
                                                book.accountOf(under.key()), made.ledgerAccount(), rupees * 100)),
                                        List.of(),
                                        Map.of(),
                                        false));
                assertThat(loaded).isInstanceOf(Outcome.Posted.class);
            }
            return made;
        });
        return new SpendingCard(server, account, card);
    }

    Api api() {
        return account.api();
    }

    CompanyKey company() {
        return account.shop().company().key();
    }

    /// A wish to pay in a restaurant.
    Map<String, Object> wish(String source, Object amount) {
        return new HashMap<>(Map.of(
                "source",
                source,
                "enKashCardId",
                card.id(),
                "amount",
                amount,
                "channel",
                "POS",
                "merchant",
                Map.of("category", "5812", "name", "Annapurna Meals")));
    }

    Reply send(Map<String, Object> wish) {
        return api().post(ROUTE, wish);
    }

    Reply hold(String source, Object amount) {
        return send(wish(source, amount));
    }

    Reply buy(String source, Object amount) {
        return send(buying(source, amount));
    }

    Map<String, Object> buying(String source, Object amount) {
        Map<String, Object> wish = wish(source, amount);
        wish.put("capture", true);
        return wish;
    }

    Reply advise(String source, Object amount) {
        return api().post(ROUTE + "/advices", wish(source, amount));
    }

    Reply capture(String authorizationId, String source, Object amount, boolean last) {
        return api().post(
                        ROUTE + "/" + authorizationId + "/captures",
                        Map.of("source", source, "amount", amount, "last", last));
    }

    Reply reverse(String authorizationId, String source) {
        return api().post(ROUTE + "/" + authorizationId + "/reversals", Map.of("source", source));
    }

    Reply reverse(String authorizationId, String source, Object amount) {
        return api().post(ROUTE + "/" + authorizationId + "/reversals", Map.of("source", source, "amount", amount));
    }

    Reply reverseBlindly(String originalSource, String source) {
        return api().post(
                        ROUTE + "/reversals",
                        Map.of("source", source, "originalSource", originalSource, "enKashCardId", card.id()));
    }

    Reply refund(String authorizationId, String source, Object amount) {
        return api().post(ROUTE + "/" + authorizationId + "/refunds", Map.of("source", source, "amount", amount));
    }

    Reply story(String authorizationId) {
        return api().get(ROUTE + "/" + authorizationId);
    }

    Reply remaining() {
        return api().get("/api/v1/cards/" + card.id() + "/remaining-limits");
    }

    String available() {
        return remaining().text("available");
    }

    /// What is left of a limit; `null` where nothing limits it.
    String left(String rule) {
        for (var each : remaining().json().get("limits")) {
            if (each.get("rule").asString().equals(rule)) {
                return each.get("left").asString();
            }
        }
        throw new AssertionError("no limit " + rule);
    }

    /// Changes what the card may do.
    Reply controls(Map<String, Object> edit) {
        Map<String, Object> body = new HashMap<>(edit);
        body.put("companyId", account.shop().companyId());
        body.put("cardAccountId", account.id());
        body.put("enKashCardIds", List.of(card.id()));
        return api().post(RewardAccount.FAMILY + "/velocity/rule", body);
    }

    Reply controls() {
        return api().post(
                        RewardAccount.FAMILY + "/velocity/rule/get",
                        Map.of(
                                "companyId",
                                account.shop().companyId(),
                                "cardAccountId",
                                account.id(),
                                "enKashCardId",
                                card.id()));
    }

    void assertBooksBalance() {
        account.assertBooksBalance(server);
    }

    static String approved(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("decision")).as(reply.body()).isEqualTo("APPROVED");
        return reply.text("authorizationId");
    }

    static void declined(Reply reply, String reason, String rule, String left) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("decision")).as(reply.body()).isEqualTo("DECLINED");
        assertThat(reply.text("reason")).isEqualTo(reason);
        assertThat(text(reply, "rule")).as(reply.body()).isEqualTo(rule);
        assertThat(text(reply, "left")).as(reply.body()).isEqualTo(left);
    }

    private static String text(Reply reply, String field) {
        return reply.json().get(field).isNull() ? "null" : reply.text(field);
    }
}
