package io.kosh.cards.internal;

import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static io.kosh.cards.internal.RewardAccount.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.cards.internal.HeldCard.Code;
import io.kosh.testing.Api.Reply;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class CardOtpTest {
    private final HeldCard card = HeldCard.made();

    private void lockedBy(Code code) {
        Reply locked = card.post("/block", code.with("blockCode", "L"));
        assertThat(locked.body()).isEqualTo("{\"code\":0,\"message\":\"Success\",\"payload\":\"Success\"}");
        assertThat(card.state()).isEqualTo("LOCKED");
    }

    @Test
    void theHolderIsSentACodeThatCountsOnce() {
        Reply asked = card.ask("TRANSACTION_OTP");

        assertThat(asked.text("payload.otpRequestId")).matches("CHL[A-Z0-9]{12}");
        assertThat(asked.text("payload.sentTo"))
                .isEqualTo("+91******" + card.mobile().substring(6));
        assertThat(asked.text("payload.otpMedium")).isEqualTo("MOBILE");
        assertThat(asked.text("payload.expiresIn")).isEqualTo("300");
        HeldCard.await(() -> card.inbox().size() == 1);
        Code code = new Code(
                asked.text("payload.otpRequestId"),
                card.inbox().get(0).get("otp").asString());
        assertThat(asked.body()).doesNotContain(code.otp());
        assertThat(card.inbox().get(0).get("text").asString()).contains("an action on your card");

        lockedBy(code);
        refused(card.post("/block", code.with("blockCode", "UL")), 422, "No code counts");
        assertThat(card.state()).isEqualTo("LOCKED");
    }

    @Test
    void hindiIsWrittenWhereItIsAsked() {
        card.post("/otp", "cardOtpAction", "BLOCK_CARD", "language", "hi");

        HeldCard.await(() -> card.inbox().size() == 1);
        assertThat(card.inbox().get(0).get("text").asString()).contains("लॉक");
    }

    @Test
    void aCodeForOneActionIsNoneForAnother() {
        Code code = card.code("SET_PIN");

        refused(card.post("/block", code.with("blockCode", "L")), 422, "No code counts");
        refused(card.post("/view", code.with()), 422, "No code counts");
        assertThat(card.state()).isEqualTo("ACTIVE");
        assertThat(card.post("/setPin", code.with("pinBlock", "0420")).status()).isEqualTo(200);
    }

    @Test
    void wrongCodesAreCountedAndTheFifthEndsIt() {
        Code code = card.code("BLOCK_CARD");
        Object[] wrong = code.wrong().with("blockCode", "L");

        for (int left = 4; left > 0; left--) {
            refused(card.post("/block", wrong), 422, "tries left: " + left);
        }
        refused(card.post("/block", wrong), 422, "five wrong tries");
        refused(card.post("/block", code.with("blockCode", "L")), 422, "five wrong tries");
        assertThat(card.state()).isEqualTo("ACTIVE");
    }

    @Test
    void anotherCardsCodeIsNone() {
        HeldCard other = card.another();
        Code code = other.code("TRANSACTION_OTP");

        refused(card.post("/block", code.with("blockCode", "L")), 422, "No code counts");
        assertThat(other.post("/block", code.with("blockCode", "L")).status()).isEqualTo(200);
    }

    @Test
    void anotherCompanysCardIsNotThere() {
        HeldCard theirs = HeldCard.made();
        Map<String, Object> body = card.named();
        body.remove("companyId");

        refused(theirs.api().post(FAMILY + "/otp", body), 404, "Card account not found");
        body.remove("cardAccountId");
        refused(theirs.api().post(FAMILY + "/otp", body), 404, "there is no card");
        refused(theirs.api().post(FAMILY + "/otp", card.named()), 403, "may not act for");
        Map<String, Object> blocked = card.named();
        blocked.putAll(Map.of("companyId", theirs.shop().companyId(), "blockCode", "BL", "otpRequired", false));
        refused(theirs.api().post(FAMILY + "/block", blocked), 404, "Card account not found");
        assertThat(theirs.api().get("/api/v1/cards/" + card.id() + "/moves").status())
                .isEqualTo(404);
        assertThat(theirs.api()
                        .put("/api/v1/cards/" + card.id() + "/pin", Map.of("pin", "1111", "otpRequired", false))
                        .status())
                .isEqualTo(404);
        assertThat(card.inbox()).isEmpty();
        assertThat(card.state()).isEqualTo("ACTIVE");
    }

    @Test
    void codesAreNotSentWithoutEnd() {
        assertThat(card.ask("BLOCK_CARD").status()).isEqualTo(200);

        Reply again = card.ask("BLOCK_CARD");
        refused(again, 429, "the next code may be sent in");
        assertThat(again.header("Retry-After")).matches("[0-9]+");
    }

    @Test
    void whoHasNoIndianMobileIsWrittenAMail() {
        RewardAccount rewards = RewardAccount.funded(10);
        String points = rewards.give("R1", 1, "1234567890").text("payload.enKashCardId");

        Reply asked = rewards.api().post(FAMILY + "/otp", Map.of("enKashCardId", points));

        assertThat(asked.text("payload.sentTo")).isEqualTo("p***@example.com");
    }

    @Test
    void anAuthenticatorIsRefusedByTheNameOfItsField() {
        refused(card.post("/block", "blockCode", "L", "otpMedium", "MFA", "mfaCode", "123456"), 422, "otpMedium MFA");
        refused(card.post("/block", "blockCode", "L", "otpMedium", "PIGEON"), 400, "otpMedium must be MOBILE or MFA");
        refused(card.post("/block", "blockCode", "L"), 400, "otpMedium is required");
        refused(card.post("/block", "blockCode", "L", "otpMedium", "MOBILE"), 400, "otpRequestId is required");
        refused(
                card.post("/block", "blockCode", "L", "otpMedium", "MOBILE", "otpRequestId", "CHL1", "otp", "12345"),
                400,
                "otp must be six digits");
    }

    @Test
    void aCompanyMayDemandACodeOfExemptPartnersToo() {
        String rule = "/api/v1/cards/otp-rule";
        assertThat(card.api().get(rule).text("always")).isEqualTo("false");
        assertThat(card.block("L").status()).isEqualTo(200);

        assertThat(card.api().put(rule, Map.of("always", true)).text("always")).isEqualTo("true");
        assertThat(card.api().get(rule).text("always")).isEqualTo("true");
        refused(card.block("UL"), 422, "the company demands a one-time code");
        assertThat(card.state()).isEqualTo("LOCKED");
        assertThat(card.post("/block", card.code("BLOCK_CARD").with("blockCode", "UL"))
                        .status())
                .isEqualTo(200);
        assertThat(HeldCard.made().api().get(rule).text("always")).isEqualTo("false");
    }

    @Test
    void nobodyIsExemptFromACodeToSeeACard() {
        for (String route : new String[] {"/view", "/view-cvv"}) {
            refused(card.post(route, "otpRequired", false), 422, "always needs the holder's one-time code");
        }
    }

    @Test
    void aBlockedCardAsksNobody() {
        card.block("BL");

        refused(card.ask("TRANSACTION_OTP"), 200, "Card is not active: Blocked");
        assertThat(card.inbox()).isEmpty();
    }
}
