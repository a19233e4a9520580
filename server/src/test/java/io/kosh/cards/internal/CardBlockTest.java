package io.kosh.cards.internal;

import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static io.kosh.cards.internal.RewardAccount.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.cards.internal.HeldCard.Code;
import io.kosh.testing.Api.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class CardBlockTest {
    private final HeldCard card = HeldCard.made();

    @Test
    void aLockIsLiftedAndABlockIsNot() {
        assertThat(card.post("/block", "blockCode", "L", "otpRequired", false, "reason", "Mislaid", "createdBy", "asha")
                        .status())
                .isEqualTo(200);
        card.block("UL");
        card.block("BL");

        refused(card.block("UL"), 200, "cannot go from BLOCKED to ACTIVE");
        refused(card.block("L"), 200, "cannot go from BLOCKED to LOCKED");
        assertThat(card.block("BL").text("code")).isEqualTo("0");
        Reply moves = card.api().get("/api/v1/cards/" + card.id() + "/moves");
        assertThat(moves.text("state")).isEqualTo("BLOCKED");
        assertThat(moves.json().get("items"))
                .extracting(each -> each.get("number").asString()
                        + each.get("from").asString()
                        + each.get("to").asString())
                .containsExactly("4ACTIVEBLOCKED", "3LOCKEDACTIVE", "2ACTIVELOCKED");
        assertThat(moves.text("items.2.reason")).isEqualTo("Mislaid");
        assertThat(moves.text("items.2.createdBy")).isEqualTo("asha");
        assertThat(moves.text("items.2.actor")).isEqualTo(card.shop().username());
    }

    @Test
    void eachMoveIsToldOnceAndInOrder() {
        card.api().post("/api/v1/webhooks", Map.of("url", "http://localhost:9/", "events", List.of("card.*")));

        card.block("L");
        card.block("L");
        card.block("UL");
        card.block("BL");
        card.block("L");

        Reply told = card.api().get("/api/v1/webhooks/deliveries?resourceId=" + card.id());
        assertThat(told.json().get("items"))
                .extracting(each -> each.get("type").asString())
                .containsExactlyInAnyOrder("card.locked", "card.unlocked", "card.blocked");
    }

    @Test
    void nothingIsActivatedByLiftingALock() {
        refused(card.block("AP"), 200, "cannot go from ACTIVE to ACTIVATING");
        refused(card.block("XX"), 400, "blockCode must be L, UL, BL or AP");
    }

    @Test
    void aRefusedMoveUsesNoCodeUp() {
        Code code = card.code("BLOCK_CARD");

        refused(card.post("/block", code.with("blockCode", "AP")), 200, "cannot go");
        assertThat(card.post("/block", code.with("blockCode", "L")).status()).isEqualTo(200);
    }

    @Test
    void pointsReachNoLockedCard() {
        RewardAccount rewards = RewardAccount.funded(10);
        String points = rewards.give("R1", 1, "9600098867").text("payload.enKashCardId");
        Map<String, Object> block = Map.of(
                "companyId",
                rewards.shop().companyId(),
                "cardAccountId",
                rewards.id(),
                "enkashCardId",
                points,
                "blockCode",
                "L",
                "otpRequired",
                false);

        assertThat(rewards.api().post(FAMILY + "/block", block).status()).isEqualTo(200);

        refused(rewards.give("R2", 1, "9600098867"), 200, "Card is not active: Locked");
        rewards.assertBooksBalance();
    }

    @Test
    void aCardIsOfTheAccountThatIsNamed() {
        HeldCard other = HeldCard.made();
        Map<String, Object> body = card.named();
        body.putAll(Map.of("cardAccountId", other.account(), "blockCode", "L", "otpRequired", false));

        refused(card.api().post(FAMILY + "/block", body), 404, "Card account not found");
        assertThat(card.state()).isEqualTo("ACTIVE");
    }
}
