package io.kosh.cards.internal;

import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static io.kosh.cards.internal.RewardAccount.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api.Reply;
import io.kosh.vault.Vault.PinCheck;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class CardPinTest {
    private final HeldCard card = HeldCard.made();
    private final String route = "/api/v1/cards/" + card.id() + "/pin";

    private Reply set(Object pin) {
        return card.post("/setPin", "pinBlock", pin, "otpRequired", false);
    }

    @Test
    void aPinIsANumberOrATextWithItsZeros() {
        assertThat(card.checkPin("9078")).isEqualTo(PinCheck.NOT_SET);

        assertThat(set(9078).body()).isEqualTo("{\"code\":0,\"message\":\"Success\",\"payload\":\"Success\"}");
        assertThat(card.checkPin("9078")).isEqualTo(PinCheck.RIGHT);
        set("0042");
        assertThat(card.checkPin("0042")).isEqualTo(PinCheck.RIGHT);
        set(7);
        assertThat(card.checkPin("0007")).isEqualTo(PinCheck.RIGHT);
    }

    @Test
    void whatIsNoPinIsRefusedAndNotRepeated() {
        for (Object wrong : new Object[] {"907", "90781", 90781, -907, "90 8", "९०७८", 90.78, true}) {
            Reply refused = set(wrong);
            refused(refused, 400, "pinBlock must be four digits");
            assertThat(refused.body()).doesNotContain("907");
        }
        refused(card.post("/setPin", "otpRequired", false), 400, "pinBlock is required");
        refused(card.post("/setPin", "pinBlock", 9078), 400, "otpMedium is required");
        assertThat(card.checkPin("9078")).isEqualTo(PinCheck.NOT_SET);
    }

    @Test
    void wrongPinsLockItAndANewOneUnlocks() {
        assertThat(card.api().get(route).text("state")).isEqualTo("NOT_SET");
        set("4711");
        assertThat(card.api().get(route).body())
                .isEqualTo("{\"enKashCardId\":\"" + card.id() + "\",\"state\":\"SET\",\"triesLeft\":3}");

        card.checkPin("0000");
        card.checkPin("0001");
        assertThat(card.api().get(route).text("triesLeft")).isEqualTo("1");
        card.checkPin("0002");
        assertThat(card.checkPin("4711")).isEqualTo(PinCheck.LOCKED);
        assertThat(card.api().get(route).text("state")).isEqualTo("LOCKED");

        Reply reset = card.api().put(route, Map.of("pin", "4712", "otpRequired", false));
        assertThat(reset.text("state")).isEqualTo("SET");
        assertThat(card.checkPin("4712")).isEqualTo(PinCheck.RIGHT);
    }

    @Test
    void aCardOfPointsHasNone() {
        RewardAccount rewards = RewardAccount.funded(10);

        refused(
                rewards.api()
                        .post(
                                FAMILY + "/setPin",
                                Map.of(
                                        "companyId", rewards.shop().companyId(),
                                        "cardAccountId", rewards.id(),
                                        "enKashCardId", rewards.primaryCard(),
                                        "pinBlock", 9078,
                                        "otpRequired", false)),
                422,
                "has no number");
        assertThat(rewards.api()
                        .get("/api/v1/cards/" + rewards.primaryCard() + "/pin")
                        .text("title"))
                .isEqualTo("CARD_NUMBERLESS");
    }

    @Test
    void aBlockedCardTakesNone() {
        card.block("BL");

        refused(set(9078), 200, "Card is not active: Blocked");
    }
}
