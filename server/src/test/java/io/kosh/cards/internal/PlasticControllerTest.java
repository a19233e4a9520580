package io.kosh.cards.internal;

import static io.kosh.cards.internal.PrepaidAccount.MOBILE;
import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static io.kosh.cards.internal.RewardAccount.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class PlasticControllerTest {
    private final PrepaidAccount account = PrepaidAccount.funded(1000);
    private final Api operator = Api.of(TestServer.shared()).newOperator();

    @AfterEach
    void theBooksBalance() {
        account.of().assertBooksBalance();
    }

    private String plastic() {
        Map<String, Object> draft = account.draft(MOBILE);
        draft.put("physicalCard", true);
        draft.put("physicalDeliveryAddressFlag", true);
        draft.putAll(Map.of(
                "deliveryAddress", "test",
                "deliveryCity", "test",
                "deliveryState", "test",
                "deliveryPincode", "323309"));
        draft.put("loadAmount", 10);
        Reply made = account.create(draft);
        assertThat(made.text("payload.cardStatus.name")).as(made.body()).isEqualTo("AP");
        return made.text("payload.enKashCardId");
    }

    private Reply move(String card, String state) {
        return operator.post(
                "/api/v1/cards/" + card + "/physical-order/moves?companyId=" + account.companyId(),
                Map.of("state", state));
    }

    private Reply activate(String card) {
        return account.api().post("/api/v1/cards/" + card + "/physical-order/activation", Map.of("otpRequired", false));
    }

    private Reply order(String card) {
        return account.api()
                .post(
                        FAMILY + "/physical",
                        Map.of("companyId", account.companyId(), "cardAccountId", account.id(), "enKashCardId", card));
    }

    private Reply follow(String card) {
        return account.api().get("/api/v1/cards/" + card + "/physical-order");
    }

    @Test
    void aCardThatIsMadeOfPlasticCanBeUsedWhenItsHolderHasIt() {
        String card = plastic();
        account.know(account.found(card, "userId"), "FULL");
        account.accept(card);
        assertThat(account.gates(card).text("because")).isEqualTo("NOT_ACTIVATED");
        assertThat(account.load(card, "R1", 1).text("payload.otbBalance")).isEqualTo("11");

        assertThat(activate(card).text("title")).isEqualTo("CARD_PLASTIC_STATE");
        for (String step : List.of("PRINTED", "DISPATCHED", "DELIVERED")) {
            assertThat(move(card, step).text("state")).isEqualTo(step);
        }
        Reply active = activate(card);

        assertThat(active.text("state")).isEqualTo("ACTIVATED");
        assertThat(active.text("cardState")).isEqualTo("ACTIVE");
        assertThat(active.json().get("moves"))
                .extracting(each -> each.get("to").asString())
                .containsExactly("ORDERED", "PRINTED", "DISPATCHED", "DELIVERED", "ACTIVATED");
        assertThat(account.found(card, "cardStatus/name")).isEqualTo("UL");
        assertThat(account.gates(card).text("usable")).isEqualTo("true");
        assertThat(activate(card).status()).isEqualTo(422);
    }

    @Test
    void theHolderIsAskedByCode() {
        String card = plastic();
        List.of("PRINTED", "DISPATCHED", "DELIVERED").forEach(step -> move(card, step));

        Reply asked = account.api().post("/api/v1/cards/" + card + "/physical-order/activation", Map.of());
        Reply guessed = account.api()
                .post(
                        "/api/v1/cards/" + card + "/physical-order/activation",
                        Map.of("otpMedium", "MOBILE", "otpRequestId", "CHL0000000000000", "otp", "123456"));

        assertThat(asked.status()).isEqualTo(400);
        assertThat(guessed.status()).as(guessed.body()).isBetween(400, 422);
        assertThat(account.found(card, "cardStatus/name")).isEqualTo("AP");
    }

    @Test
    void aVirtualCardGoesOnWhileItsPlasticIsMade() {
        String card = account.full(MOBILE);

        Reply ordered = order(card);

        assertThat(ordered.text("payload.physicalCardStatus"))
                .as(ordered.body())
                .isEqualTo("ORDERED");
        assertThat(ordered.text("payload.cardStatus.name")).isEqualTo("UL");
        assertThat(account.gates(card).text("usable")).isEqualTo("true");
        refused(order(card), 200, "Plastic was ordered for the card already");
        assertThat(follow(card).text("state")).isEqualTo("ORDERED");
        assertThat(move(card, "CANCELLED").text("cardState")).isEqualTo("ACTIVE");
        assertThat(order(card).text("code")).isEqualTo("0");
    }

    @Test
    void plasticNeedsAnAddress() {
        Map<String, Object> draft = account.draft(MOBILE);
        draft.put("physicalCard", true);
        draft.remove("city");
        refused(account.create(draft), 400, "city is required");
        draft.put("physicalDeliveryAddressFlag", true);
        refused(account.create(draft), 400, "deliveryAddress is required");
        draft.remove("physicalCard");
        String card = account.create(draft).text("payload.enKashCardId");
        refused(order(card), 400, "deliveryCity is required");
        Map<String, Object> there = new HashMap<>(Map.of(
                "companyId", account.companyId(),
                "enKashCardId", card,
                "deliveryAddress", "test",
                "deliveryCity", "test",
                "deliveryState", "test"));
        refused(account.api().post(FAMILY + "/physical", there), 400, "deliveryPincode is required");
        there.put("deliveryPincode", "323309");
        assertThat(account.api().post(FAMILY + "/physical", there).text("code")).isEqualTo("0");
    }

    @Test
    void stepsAreTakenInTheirOrderAndByTheOperatorOnly() {
        String card = plastic();

        assertThat(move(card, "DELIVERED").text("title")).isEqualTo("CARD_PLASTIC_STATE");
        assertThat(move(card, "ACTIVATED").status()).isEqualTo(400);
        Reply company = account.api()
                .post(
                        "/api/v1/cards/" + card + "/physical-order/moves?companyId=" + account.companyId(),
                        Map.of("state", "PRINTED"));
        assertThat(company.status()).isEqualTo(403);
        assertThat(follow(card).text("state")).isEqualTo("ORDERED");
    }

    @Test
    void anotherCompanyFindsNoOrder() {
        String card = plastic();
        PrepaidAccount other = PrepaidAccount.funded(1);

        assertThat(other.api().get("/api/v1/cards/" + card + "/physical-order").status())
                .isEqualTo(404);
        refused(
                other.api().post(FAMILY + "/physical", Map.of("companyId", other.companyId(), "enKashCardId", card)),
                404,
                "there is no card");
        assertThat(account.api()
                        .get("/api/v1/cards/" + account.unknown("6001098809") + "/physical-order")
                        .text("title"))
                .isEqualTo("CARD_PLASTIC_UNKNOWN");
    }

    @Test
    void everyMoveThatIsNotInTheLifecycleIsRefused() {
        Map<PlasticState, Set<PlasticState>> moves = Map.of(
                PlasticState.ORDERED, Set.of(PlasticState.PRINTED, PlasticState.CANCELLED),
                PlasticState.PRINTED, Set.of(PlasticState.DISPATCHED, PlasticState.CANCELLED),
                PlasticState.DISPATCHED, Set.of(PlasticState.DELIVERED, PlasticState.CANCELLED),
                PlasticState.DELIVERED, Set.of(PlasticState.ACTIVATED, PlasticState.CANCELLED),
                PlasticState.ACTIVATED, Set.of(PlasticState.CANCELLED));
        for (PlasticState from : PlasticState.values()) {
            for (PlasticState to : PlasticState.values()) {
                assertThat(PlasticState.LIFECYCLE.allows(from, to))
                        .isEqualTo(moves.getOrDefault(from, Set.of()).contains(to));
            }
        }
    }
}
