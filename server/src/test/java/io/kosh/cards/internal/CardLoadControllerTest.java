package io.kosh.cards.internal;

import static io.kosh.cards.internal.PrepaidAccount.MOBILE;
import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static io.kosh.cards.internal.RewardAccount.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("store")
class CardLoadControllerTest {
    private final PrepaidAccount account = PrepaidAccount.funded(500_000);
    private final String card = account.full(MOBILE);

    @AfterEach
    void theBooksBalance() {
        account.of().assertBooksBalance();
    }

    @Test
    void aLoadIsAnsweredAsAnAllocationIsAndIsTwoLedgerLines() {
        Reply reply = account.load(card, "Ref123", 10);

        assertThat(reply.body())
                .matches("\\{\"code\":0,\"message\":\"Success\",\"payload\":\\{\"enKashCardId\":\"" + card
                        + "\",\"userId\":\"EK[A-Z0-9]{6}\",\"cardAccountId\":\"" + account.id()
                        + "\",\"token\":\"[0-9a-f]{20}\",\"maskedNumber\":\"2004 01XX XXXX XX[0-9]{2}\","
                        + "\"email\":\"p6001098801@example.com\",\"mobile\":\"6001098801\",\"title\":\"Mr\","
                        + "\"firstName\":\"johny\",\"gender\":\"M\",\"otbBalance\":10,"
                        + "\"enkashCardTxnId\":\"ECT[A-Z0-9]{10}\",\"pgReferenceNumber\":\"Ref123\"}}");
        Reply journal = account.api().get("/api/v1/ledger/transfers?sourceKind=cards.reference&sourceId=Ref123");
        assertThat(journal.text("items.0.template")).isEqualTo("cards.load");
        assertThat(journal.text("items.0.entries.0.account")).isEqualTo("cards.account");
        assertThat(journal.text("items.0.entries.0.debit")).isEqualTo("1000");
        assertThat(journal.text("items.0.entries.1.account")).isEqualTo("cards.card");
        assertThat(journal.body()).contains("anay", "desc");
        assertThat(account.of().figure("availableBalance")).isEqualTo("499990");
    }

    @Test
    void movementsAreFoundByWhatTheyWere() {
        Map<String, Object> older = account.loading(card, "R1", "5.25");
        older.put("type", "LOAD_MONEY");
        older.put("transactionCode", "PRINCIPLE");
        assertThat(account.send(older).text("code")).isEqualTo("0");
        Map<String, Object> bare = account.loading(card, "R2", 2);
        List.of("type", "transactionCode", "companyId", "cardAccountId", "createdBy", "description")
                .forEach(bare::remove);
        assertThat(account.send(bare).text("code")).isEqualTo("0");
        account.load(card, "R3", 3);
        assertThat(account.withdraw(card, "R4", 1).status()).isEqualTo(200);

        Reply all = account.of().transactions(Map.of("enKashCardId", card));
        Reply debits = account.of().transactions(Map.of("cardTransactionType", "DR"));
        Reply one = account.of().transactions(Map.of("pgReferenceNumber", "R1", "amountFrom", "5", "amountTo", "6"));

        assertThat(all.json().at("/payload/data"))
                .extracting(each -> each.get("type").asString() + " "
                        + each.get("transactionCode").asString() + " "
                        + each.get("otbBalance").asString())
                .containsExactly(
                        "UNALLOCATE_FUND ALLOCATION 9.25",
                        "ALLOCATE_FUND ALLOCATION 10.25",
                        "LOAD_MONEY PRINCIPLE 7.25",
                        "LOAD_MONEY PRINCIPLE 5.25");
        assertThat(debits.text("payload.recordsCount")).isEqualTo("1");
        assertThat(one.text("payload.data.0.maskedNumber")).startsWith("2004 01XX");
        assertThat(one.text("payload.recordsCount")).isEqualTo("1");
    }

    @Test
    void aRepeatedReferenceGivesTheFirstAnswerAndAnotherBodyIsRefused() {
        Reply first = account.load(card, "R1", 10);
        account.load(card, "R2", 5);

        assertThat(account.load(card, "R1", 10).body()).isEqualTo(first.body());
        refused(account.load(card, "R1", 11), 409, "uniqueReferenceNumber");
        assertThat(account.withdraw(card, "R1", 10).status()).isEqualTo(409);
        assertThat(account.found(card, "otbBalance")).isEqualTo("15");
    }

    @Test
    void whoGivesNoReferenceGetsOne() {
        Map<String, Object> body = account.loading(card, "none", 10);
        body.remove("uniqueReferenceNumber");

        Reply first = account.send(body);
        Reply second = account.send(body);

        assertThat(first.text("payload.pgReferenceNumber")).matches("EKR[A-Z0-9]{17}");
        assertThat(second.text("payload.otbBalance")).isEqualTo("20");
        assertThat(account.of()
                        .transactions(Map.of("pgReferenceNumber", first.text("payload.pgReferenceNumber")))
                        .text("payload.recordsCount"))
                .isEqualTo("1");
    }

    @Test
    void moneyComesBackToTheAccountAndNoMoreThanThereIs() {
        account.load(card, "R1", 10);

        Reply back = account.withdraw(card, "R2", "2.5");

        assertThat(back.text("otbBalance")).isEqualTo("7.5");
        assertThat(account.of().figure("availableBalance")).isEqualTo("499992.5");
        Reply tooMuch = account.withdraw(card, "R3", "7.51");
        assertThat(tooMuch.status()).isEqualTo(422);
        assertThat(tooMuch.text("title")).isEqualTo("CARD_INSUFFICIENT");
        assertThat(account.withdraw(card, "R4", "0.001").status()).isEqualTo(400);
        assertThat(account.withdraw(card, "R5", -1).status()).isEqualTo(400);
    }

    @Test
    void theBalanceIsThatOfTheCardAndOfItsAccount() {
        account.load(card, "R1", 10);
        Map<String, Object> ask =
                new HashMap<>(Map.of("companyId", account.companyId(), "cardAccountId", account.id()));

        Reply ofAccount = account.api().post(FAMILY + "/card-balance", ask);
        ask.put("enKashCardId", card);
        Reply ofCard = account.api().post(FAMILY + "/card-balance", ask);

        assertThat(ofAccount.body())
                .isEqualTo("{\"code\":0,\"message\":\"Success\",\"payload\":{\"cardAccountId\":\"" + account.id()
                        + "\",\"companyId\":\"" + account.companyId()
                        + "\",\"availableBalance\":499990,\"availableCardBalance\":10}}");
        assertThat(ofCard.text("payload.otbBalance")).isEqualTo("10");
        assertThat(ofCard.text("payload.enKashCardId")).isEqualTo(card);
        ask.put("enKashCardId", "EKCNOTHING");
        refused(account.api().post(FAMILY + "/card-balance", ask), 404, "there is no card");
    }

    @ParameterizedTest
    @CsvSource({
        "amount, 0, greater than 0",
        "amount, -1, from 0.01",
        "amount, 1.001, two decimals",
        "transactionType, DR, must be CR",
        "transactionType, XX, wrong type",
        "type, SALE, wrong type",
        "transactionCode, OTHER, PRINCIPLE or ALLOCATION",
        "enKashCardId, '', required",
    })
    void aFieldThatIsWrongIsNamed(String field, String value, String words) {
        Map<String, Object> body = account.loading(card, "R1", 1);
        body.put(field, value);

        Reply reply = account.send(body);

        refused(reply, 400, words);
        assertThat(reply.text("message")).contains(field);
    }

    @Test
    void aCardOfAnotherCompanyAccountOrKindIsNotFound() {
        PrepaidAccount other = PrepaidAccount.funded(10);
        refused(other.load(card, "R1", 1), 404, "there is no card " + card);
        assertThat(other.withdraw(card, "R2", 1).status()).isEqualTo(404);
        Map<String, Object> elsewhere = account.loading(card, "R3", 1);
        elsewhere.put("cardAccountId", "CAELSE");
        refused(account.send(elsewhere), 404, "there is no card");
        RewardAccount points = RewardAccount.funded(10);
        refused(
                points.api()
                        .post(
                                FAMILY + "/balance",
                                Map.of("amount", 1, "transactionType", "CR", "enKashCardId", points.primaryCard())),
                422,
                "counts points");
    }

    @Test
    void aLimitRefusesByItsNameAndGivesNothingAway() {
        refused(account.load(card, "R1", "200000.01"), 200, "At most 200000 rupees may be on the card");
        assertThat(account.load(card, "R1", 200_000).text("code")).isEqualTo("0");
        refused(account.load(card, "R2", "0.01"), 200, "At most 200000 rupees may be on the card");
        account.withdraw(card, "R3", 1);
        assertThat(account.load(card, "R4", 1).text("code")).isEqualTo("0");
    }

    @Test
    void theLeastKnownLoadNoMoreThanTheirMonth() {
        String small = account.minimum("6001098802");

        assertThat(account.load(small, "R1", 6_000).text("code")).isEqualTo("0");
        account.withdraw(small, "R2", 6_000);
        refused(
                account.load(small, "R3", "4000.01"),
                200,
                "At most 10000 rupees may be loaded onto the card in a month");
        assertThat(account.load(small, "R4", 4_000).text("code")).isEqualTo("0");

        account.know(account.found(small, "userId"), "FULL");

        assertThat(account.load(small, "R5", 50_000).text("code")).isEqualTo("0");
    }

    @Test
    void untilTheGatesArePassedOnlyAFirstAmountFits() {
        String nobody = account.unknown("6001098803");

        assertThat(account.load(nobody, "R1", 100).text("code")).isEqualTo("0");
        refused(account.load(nobody, "R2", "0.01"), 200, "At most 100 rupees may be on the card until KYC is done");
        assertThat(account.gates(nobody).text("because")).isEqualTo("KYC_MISSING");

        account.know(account.found(nobody, "userId"), "MINIMUM");
        refused(account.load(nobody, "R2", "0.01"), 200, "and the terms are accepted");
        assertThat(account.gates(nobody).text("because")).isEqualTo("TERMS_NOT_ACCEPTED");

        account.accept(nobody);

        assertThat(account.load(nobody, "R2", "0.01").text("code")).isEqualTo("0");
        assertThat(account.gates(nobody).text("usable")).isEqualTo("true");
    }

    @Test
    void nothingReachesACardThatIsLockedAndEverythingComesBack() {
        account.load(card, "R1", 10);
        Reply locked = account.api()
                .post(
                        FAMILY + "/block",
                        Map.of(
                                "companyId",
                                account.companyId(),
                                "cardAccountId",
                                account.id(),
                                "enKashCardId",
                                card,
                                "blockCode",
                                "L",
                                "otpMedium",
                                "MOBILE",
                                "otpRequired",
                                false));
        assertThat(locked.text("code")).as(locked.body()).isEqualTo("0");

        refused(account.load(card, "R2", 1), 200, "Card is not active: Locked");
        assertThat(account.withdraw(card, "R3", 10).status()).isEqualTo(200);
    }
}
