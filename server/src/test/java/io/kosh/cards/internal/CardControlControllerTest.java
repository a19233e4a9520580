package io.kosh.cards.internal;

import static io.kosh.cards.internal.SpendingCard.approved;
import static io.kosh.cards.internal.SpendingCard.declined;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.identity.internal.TestCredentials;
import io.kosh.platform.Database;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The documented controls, and what they do to purchases.
@Tag("store")
class CardControlControllerTest {
    private final SpendingCard card = SpendingCard.with(1000);

    @AfterEach
    void theBooksBalance() {
        card.assertBooksBalance();
    }

    @Test
    void aCardOfWhichNothingWasSaidDoesTheUsual() {
        Reply told = card.controls();

        assertThat(told.text("code")).as(told.body()).isEqualTo("0");
        assertThat(told.text("payload.posAllowed")).isEqualTo("true");
        assertThat(told.text("payload.internationalAllowed")).isEqualTo("false");
        assertThat(told.json().at("/payload/dtd").isNull()).isTrue();
        assertThat(told.json().at("/payload/createdOn").isNull()).isTrue();
    }

    @Test
    void whatIsAbsentStaysNullClearsAndAWrapperSaysNothing() {
        assertThat(card.controls(Map.of("atmAllowed", false, "dtd", "250.50", "mtdCount", 7))
                        .text("code"))
                .isEqualTo("0");
        Map<String, Object> edit = new HashMap<>(Map.of(
                "onlineAllowed", false, "dtd", Map.of("present", true), "ytd", Map.of("present", true, "value", 9)));
        edit.put("mtdCount", null);
        Reply set = card.controls(edit);
        assertThat(set.text("code")).as(set.body()).isEqualTo("0");

        Reply told = card.controls();
        assertThat(told.text("payload.atmAllowed")).as(told.body()).isEqualTo("false");
        assertThat(told.text("payload.onlineAllowed")).isEqualTo("false");
        assertThat(told.text("payload.dtd")).isEqualTo("250.5");
        assertThat(told.text("payload.ytd")).isEqualTo("9");
        assertThat(told.json().at("/payload/mtdCount").isNull()).isTrue();
        assertThat(told.text("payload.createdBy"))
                .isEqualTo(card.account().shop().username());
        assertThat(told.text("payload.createdOn"))
                .matches("[A-Z][a-z]{2} [0-9]{1,2}, 20[0-9]{2} [0-9]{1,2}:[0-9]{2}:[0-9]{2} [AP]M");
    }

    @Test
    void whoChangedWhatIsKept() {
        card.controls(Map.of("dtd", 10));
        card.controls(Map.of("dtd", 20, "posAllowed", false));

        List<String> kept = TestServer.shared()
                .bean(Database.class)
                .inCompany(
                        card.company(),
                        () -> TestServer.shared()
                                .bean(JdbcClient.class)
                                .sql(
                                        "select actor || ' ' || (was ->> 'dtd') || '>' || (became ->> 'dtd') || ' '"
                                                + " || (was ->> 'posAllowed') || '>' || (became ->> 'posAllowed')"
                                                + " from cards.card_control_change where card_id = ? and was ->> 'dtd' is not null")
                                .param(card.card().key())
                                .query(String.class)
                                .list());

        assertThat(kept).containsExactly(card.account().shop().username() + " 1000>2000 true>false");
    }

    @Test
    void limitsStopWhatPassesThemAndTellWhatIsLeft() {
        approved(card.buy("S0", 40));
        card.controls(Map.of("perTxnLimit", 200, "dtd", 300, "posDailyLimit", 250, "ytdCount", 5));
        declined(card.buy("S1", 201), "AMOUNT_LIMIT", "perTxnLimit", "200");
        approved(card.buy("S2", 200));
        declined(card.buy("S3", 61), "AMOUNT_LIMIT", "dtd", "60");
        declined(card.buy("S4", 11), "AMOUNT_LIMIT", "posDailyLimit", "10");
        Map<String, Object> online = card.buying("S5", 11);
        online.put("channel", "ONLINE");
        approved(card.send(online));
        approved(card.buy("S6", 10));
        declined(card.buy("S7", "0.01"), "AMOUNT_LIMIT", "posDailyLimit", "0");
        online.put("source", "S8");
        approved(card.send(online));
        online.put("source", "S9");
        declined(card.send(online), "COUNT_LIMIT", "ytdCount", "0");

        Reply left = card.remaining();
        assertThat(left.text("channels.0.channel")).isEqualTo("POS");
        assertThat(left.text("channels.0.most")).as(left.body()).isEqualTo("0");
        assertThat(left.text("limits.0.rule")).isEqualTo("dtd");
        assertThat(left.text("limits.0.used")).isEqualTo("272");
        assertThat(left.text("limits.0.left")).isEqualTo("28");
    }

    @Test
    void aChannelThatIsOffIsDeclinedByItsName() {
        card.controls(Map.of("posAllowed", false));
        declined(card.buy("S1", 1), "CHANNEL_NOT_ALLOWED", "posAllowed", "null");
        Map<String, Object> abroad = card.buying("S2", 1);
        abroad.putAll(Map.of("channel", "ONLINE", "international", true));
        declined(card.send(abroad), "INTERNATIONAL_NOT_ALLOWED", "internationalAllowed", "null");
    }

    @Test
    void allCardsOrNone() {
        SpendingCard other = SpendingCard.with(1);
        assertThat(card.controls(Map.of("dtd", 1)).status()).isEqualTo(200);
        Reply strangers = card.api()
                .post(
                        RewardAccount.FAMILY + "/velocity/rule",
                        Map.of(
                                "companyId",
                                card.account().shop().companyId(),
                                "cardAccountId",
                                card.account().id(),
                                "enKashCardIds",
                                List.of(card.card().id(), other.card().id()),
                                "dtd",
                                2));
        assertThat(strangers.status()).isEqualTo(404);
        assertThat(card.controls().text("payload.dtd")).isEqualTo("1");
    }

    @Test
    void aCallIsAboutOneToAHundredCards() {
        Map<String, Object> body = new HashMap<>(Map.of(
                "companyId",
                card.account().shop().companyId(),
                "cardAccountId",
                card.account().id(),
                "dtd",
                1));
        String route = RewardAccount.FAMILY + "/velocity/rule";
        for (List<String> wrong :
                List.of(List.<String>of(), Collections.nCopies(101, card.card().id()))) {
            body.put("enKashCardIds", wrong);
            assertThat(card.api().post(route, body).status()).isEqualTo(400);
        }
        body.put("enKashCardIds", Collections.nCopies(100, card.card().id()));
        assertThat(card.api().post(route, body).text("code")).isEqualTo("0");
        assertThat(card.controls().text("payload.dtd")).isEqualTo("1");
    }

    @Test
    void whatIsNotKnownIsIgnoredAndSaid() {
        Reply set = card.controls(
                Map.of("dtd", 7, "autoLoad", true, "autoLoadAmount", Map.of("value", 5), "dtdLimit\r\nX-Evil", 1));

        assertThat(set.text("code")).as(set.body()).isEqualTo("0");
        assertThat(set.header("Kosh-Compat-Note").split("; ", -1))
                .contains(
                        "autoLoad: not known here, ignored",
                        "autoLoadAmount: not known here, ignored",
                        "a field: not known here, ignored");
        assertThat(card.controls(Map.of("dtd", 8)).header("Kosh-Compat-Note")).doesNotContain("not known");
        assertThat(card.controls().text("payload.dtd")).isEqualTo("8");
    }

    @Test
    void theAdministratorIsWhoeverSignsInByMobileOrHoldsThePrimaryCard() {
        RewardAccount rewards = RewardAccount.funded(1);
        Fixture shop = rewards.shop();
        String holder = rewards.get().text("payload.primaryEnKashCard.userId");
        TestCredentials.login(TestServer.shared(), shop.company(), holder, "boss-" + shop.username(), "horse 1 right");
        String known = shop.userIds().getFirst();
        TestCredentials.login(TestServer.shared(), shop.company(), known, "9000000003", "horse 2 right");
        Map<String, Object> body = Map.of(
                "companyId",
                shop.companyId(),
                "cardAccountId",
                rewards.id(),
                "enKashCardIds",
                List.of(rewards.primaryCard()),
                "dtd",
                1,
                "adminUser",
                true);

        assertThat(shop.api()
                        .post(RewardAccount.FAMILY + "/velocity/rule", body)
                        .status())
                .isEqualTo(403);
        for (Map<String, String> login : List.of(
                Map.of("username", "boss-" + shop.username(), "password", "horse 1 right"),
                Map.of("username", "9000000003", "password", "horse 2 right"))) {
            Map<String, String> form = new HashMap<>(login);
            form.put("grant_type", "password");
            Api api = shop.api().as(shop.api().token(shop.client(), form).text("access_token"));
            Reply set = api.post(RewardAccount.FAMILY + "/velocity/rule", body);
            assertThat(set.text("code")).as(set.body()).isEqualTo("0");
        }
    }

    @Test
    void whoSaysToBeAnAdministratorMustBeOne() {
        Reply refused = card.controls(Map.of("dtd", 1, "adminUser", true));

        assertThat(refused.status()).as(refused.body()).isEqualTo(403);
        assertThat(card.controls().json().at("/payload/dtd").isNull()).isTrue();
        assertThat(card.controls(Map.of("dtd", -1)).status()).isEqualTo(400);
        assertThat(card.controls(Map.of("dtdCount", "1.5")).status()).isEqualTo(400);
        assertThat(card.controls(Map.of("dtd", Map.of("amount", 1))).status()).isEqualTo(400);
    }
}
