package io.kosh.cards.internal;

import static io.kosh.cards.internal.RewardAccount.refused;
import static io.kosh.cards.internal.SpendingCard.approved;
import static io.kosh.cards.internal.SpendingCard.declined;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a card account that is suspended stops, and what goes on.
@Tag("store")
class CardAccountStateTest {
    private static final String NOT_ACTIVE = "Card account is not active: Suspended";

    private static Reply set(Api api, String account, String state) {
        Reply set = api.put("/api/v1/card-accounts/" + account + "/state", Map.of("state", state, "reason", "Review"));
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        assertThat(set.text("state")).isEqualTo(state);
        return set;
    }

    @Test
    void noCardPaysAndWhatWasHeldIsSettled() {
        SpendingCard card = SpendingCard.with(1000);
        String held = approved(card.hold("S1", 100));
        String cleared = approved(card.buy("S2", 100));
        String other = approved(card.hold("S3", 50));

        set(card.api(), card.account().id(), "SUSPENDED");

        declined(card.buy("S4", 1), "ACCOUNT_NOT_ACTIVE", "null", "null");
        declined(card.hold("S5", 1), "ACCOUNT_NOT_ACTIVE", "null", "null");
        assertThat(card.remaining().text("unusable")).isEqualTo("ACCOUNT_SUSPENDED");
        assertThat(card.remaining().text("channels.0.most")).isEqualTo("0");
        approved(card.capture(held, "S6", 100, true));
        approved(card.reverse(other, "S7"));
        approved(card.refund(cleared, "S8", 100));
        approved(card.advise("S9", 10));
        assertThat(card.available()).isEqualTo("890");

        set(card.api(), card.account().id(), "ACTIVE");
        approved(card.buy("S10", 1));
        card.assertBooksBalance();
    }

    @Test
    void nothingIsLoadedOrMadeAndEverythingComesBack() {
        PrepaidAccount account = PrepaidAccount.funded(1000);
        String card = account.full("6001098801");
        account.load(card, "R1", 50);
        set(account.api(), account.id(), "SUSPENDED");

        refused(account.load(card, "R2", 1), 200, NOT_ACTIVE);
        refused(account.create(account.draft("6001098802")), 200, NOT_ACTIVE);
        assertThat(account.gates(card).text("because")).isEqualTo("ACCOUNT_SUSPENDED");
        assertThat(account.withdraw(card, "R3", 50).status()).isEqualTo(200);
        assertThat(account.of().fund(10, "F1").status()).isEqualTo(201);
        assertThat(account.of().figure("availableBalance")).isEqualTo("1010");
        assertThat(account.of().figure("totalCards")).isEqualTo("1");

        set(account.api(), account.id(), "ACTIVE");
        assertThat(account.load(card, "R2", 1).text("code"))
                .as("a refusal took no reference")
                .isEqualTo("0");
        account.of().assertBooksBalance();
    }

    @Test
    void noPointsAreGivenAndNoNewHolderIsMade() {
        RewardAccount account = RewardAccount.funded(1000);
        assertThat(account.give("R1", 10, "9600098867").text("code")).isEqualTo("0");
        set(account.api(), account.id(), "SUSPENDED");

        refused(account.give("R2", 1, "9600098867"), 200, NOT_ACTIVE);
        refused(account.give("R3", 1, "9600098868"), 200, NOT_ACTIVE);
        assertThat(account.take("R4", 4, "9600098867").text("code")).isEqualTo("0");

        assertThat(account.figure("totalCards"))
                .as("the administrator's and one")
                .isEqualTo("2");
        assertThat(account.figure("availableCardBalance")).isEqualTo("6");
        account.assertBooksBalance();
    }

    @Test
    void eachMoveIsKeptAndTheSameStateIsNone() {
        RewardAccount account = RewardAccount.funded(1);
        String path = "/api/v1/card-accounts/" + account.id() + "/state";
        assertThat(account.api().get(path).text("state")).isEqualTo("ACTIVE");
        assertThat(account.api().get(path).json().get("items")).isEmpty();

        for (String state : List.of("ACTIVE", "SUSPENDED", "SUSPENDED", "ACTIVE")) {
            set(account.api(), account.id(), state);
        }

        Reply told = account.api().get(path);
        assertThat(told.json().get("items")).hasSize(2);
        assertThat(told.text("items.0.number")).isEqualTo("3");
        assertThat(told.text("items.0.from")).isEqualTo("SUSPENDED");
        assertThat(told.text("items.0.to")).isEqualTo("ACTIVE");
        assertThat(told.text("items.1.reason")).isEqualTo("Review");
        assertThat(told.text("items.1.actor")).isEqualTo(account.shop().username());
        assertThat(account.api().get("/api/v1/card-accounts").text("items.0.state"))
                .isEqualTo("ACTIVE");
    }

    @Test
    void aMoveIsToldOnce() {
        RewardAccount account = RewardAccount.funded(1);
        Reply endpoint =
                account.api().post("/api/v1/webhooks", Map.of("url", "http://localhost:9/", "events", List.of("*")));
        assertThat(endpoint.status()).as(endpoint.body()).isEqualTo(201);
        set(account.api(), account.id(), "SUSPENDED");
        set(account.api(), account.id(), "SUSPENDED");
        set(account.api(), account.id(), "ACTIVE");

        Reply told = account.api().get("/api/v1/webhooks/deliveries?resourceId=" + account.id());
        assertThat(told.json().get("items"))
                .extracting(each -> each.get("type").asString())
                .containsExactlyInAnyOrder("card_account.suspended", "card_account.resumed");
    }

    @Test
    void anotherCompanysAccountIsNotThere() {
        RewardAccount account = RewardAccount.funded(1);
        Api other = RewardAccount.funded(1).api();
        String path = "/api/v1/card-accounts/" + account.id() + "/state";

        assertThat(other.get(path).status()).isEqualTo(404);
        assertThat(other.put(path, Map.of("state", "SUSPENDED")).status()).isEqualTo(404);
        assertThat(account.api().put(path, Map.of("state", "CLOSED")).status()).isEqualTo(400);
        assertThat(account.api().put(path, Map.of("reason", "none")).status()).isEqualTo(400);
        assertThat(account.api().get(path).text("state")).isEqualTo("ACTIVE");
    }
}
