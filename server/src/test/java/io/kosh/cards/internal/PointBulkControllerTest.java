package io.kosh.cards.internal;

import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static io.kosh.cards.internal.RewardAccount.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class PointBulkControllerTest {
    private final RewardAccount account = RewardAccount.funded(1000);

    @AfterEach
    void theBooksBalance() {
        account.assertBooksBalance();
    }

    private static Map<String, Object> item(String reference, Object amount, String mobile) {
        return new HashMap<>(Map.of(
                "title",
                "Mr",
                "name",
                "Ravi Kumar",
                "email",
                "p" + mobile + "@example.com",
                "mobile",
                mobile,
                "loadAmount",
                amount,
                "remarks",
                "good",
                "uniqueReferenceNumber",
                reference));
    }

    private Reply send(boolean everybody, List<Map<String, Object>> items) {
        return account.api().post(path(account.shop().companyId(), account.id(), everybody), items);
    }

    private static String path(String company, String account, boolean everybody) {
        return FAMILY + "/bulk-create-allocate-points-json?companyId=" + company + "&cardAccountId=" + account
                + "&isPointsAllocation=" + everybody;
    }

    @Test
    void knownAndNewHoldersGetPointsAndWhoCannotIsToldWhy() {
        account.give("R0", 1, "6836111111");

        Reply reply = send(
                true,
                List.of(
                        item("B1", 100, "6836111111"),
                        item("B2", "0.5", "6836111112"),
                        item("B3", 5000, "6836111113"),
                        item("B4", 1.001, "6836111114"),
                        item("B5", 7, "6836111112"),
                        item("B2", "0.5", "6836111112"),
                        item("R0", 1, "6836111115")));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("code")).isEqualTo("0");
        assertThat(reply.text("payload.successCount")).isEqualTo("4");
        assertThat(reply.text("payload.failureCount")).isEqualTo("3");
        assertThat(reply.text("payload.totalCount")).isEqualTo("7");
        String first = "payload.successBulkEnKashCardCreateDTOs.0.";
        assertThat(reply.text(first + "mobile")).isEqualTo("6836111111");
        assertThat(reply.text(first + "loadAmount")).isEqualTo("100");
        assertThat(reply.text(first + "companyId")).isEqualTo(account.shop().companyId());
        assertThat(reply.text(first + "otbBalance")).isEqualTo("101");
        assertThat(reply.text(first + "availableBalance")).isEqualTo("899");
        assertThat(reply.text(first + "pgReferenceNumber")).isEqualTo("B1");
        assertThat(reply.json().at("/payload/successBulkEnKashCardCreateDTOs"))
                .extracting(each -> each.get("pgReferenceNumber").asString())
                .containsExactly("B1", "B2", "B5", "B2");
        assertThat(reply.json().at("/payload/failedBulkEnKashCardCreateDTOs"))
                .extracting(each -> each.get("uniqueReferenceNumber").asString() + " "
                        + each.get("failureCode").asString())
                .containsExactly("B3 CARD_ACCOUNT_INSUFFICIENT", "B4 FIELD_INVALID", "R0 CARD_REFERENCE_REUSED");
        assertThat(reply.text("payload.failedBulkEnKashCardCreateDTOs.0.failureReason"))
                .isEqualTo("Insufficient balance in card account");
        assertThat(account.figure("totalCards")).isEqualTo("3");
        assertThat(account.figure("availableCardBalance")).isEqualTo("108.5");
    }

    @Test
    void withoutPointsAllocationOnlyNewHoldersGetSome() {
        account.give("R0", 1, "6836111111");
        List<Map<String, Object>> items = List.of(item("B1", 10, "6836111111"), item("B2", 10, "6836111112"));

        Reply reply = send(false, items);
        Reply again = send(false, items);

        assertThat(reply.text("payload.successCount")).isEqualTo("1");
        assertThat(reply.text("payload.failedBulkEnKashCardCreateDTOs.0.failureCode"))
                .isEqualTo("CARD_HOLDER_EXISTS");
        assertThat(again.body()).isEqualTo(reply.body());
        assertThat(account.figure("availableCardBalance")).isEqualTo("11");
    }

    @Test
    void anItemIsNotRefusedForAnotherThatFailed() {
        account.give("R0", 1, "6836111110");

        Reply reply = send(false, List.of(item("R0", 10, "6836111111"), item("B2", 10, "6836111111")));

        assertThat(reply.json().at("/payload/successBulkEnKashCardCreateDTOs"))
                .extracting(each -> each.get("pgReferenceNumber").asString())
                .containsExactly("B2");
        assertThat(reply.json().at("/payload/failedBulkEnKashCardCreateDTOs"))
                .extracting(each -> each.get("failureCode").asString())
                .containsExactly("CARD_REFERENCE_REUSED");
        assertThat(account.figure("totalCards")).isEqualTo("3");
    }

    @Test
    void aMistypedItemThatFailedDoesNotSpeakForTheHolder() {
        Map<String, Object> mistyped = item("B1", 5000, "6836111111");
        mistyped.put("email", "typo@example.com");

        Reply reply = send(true, List.of(mistyped, item("B2", 10, "6836111111")));

        assertThat(reply.text("payload.successBulkEnKashCardCreateDTOs.0.email"))
                .isEqualTo("p6836111111@example.com");
        assertThat(reply.text("payload.failedBulkEnKashCardCreateDTOs.0.failureCode"))
                .isEqualTo("CARD_ACCOUNT_INSUFFICIENT");
        assertThat(reply.text("payload.totalCount")).isEqualTo("2");
    }

    @Test
    void oneNewHolderTwiceInACallIsNewOnce() {
        Reply reply = send(false, List.of(item("B1", 10, "6836111111"), item("B2", 10, "6836111111")));

        assertThat(reply.text("payload.successBulkEnKashCardCreateDTOs.0.pgReferenceNumber"))
                .isEqualTo("B1");
        assertThat(reply.text("payload.failedBulkEnKashCardCreateDTOs.0.failureCode"))
                .isEqualTo("CARD_HOLDER_EXISTS");
    }

    @Test
    void manyItemsOfOneHolderThatAllFailMakeNoCard() {
        List<Map<String, Object>> items = IntStream.range(0, 40)
                .mapToObj(i -> item("B" + i, 5000, "6836111111"))
                .toList();

        Reply reply = send(false, items);

        assertThat(reply.text("payload.failureCount")).isEqualTo("40");
        assertThat(account.figure("totalCards")).isEqualTo("1");
    }

    @Test
    void anItemIsReadAsASingleRequestIs() {
        Map<String, Object> twoReferences = item("B1", 10, "6836111111");
        twoReferences.put("uniqueReferenceNum", "B2");
        Map<String, Object> longEmail = item("B3", 10, "6836111112");
        longEmail.put("email", "p".repeat(240) + "@example.com");
        Map<String, Object> tooLongEmail = item("B4", 10, "6836111113");
        tooLongEmail.put("email", "p".repeat(250) + "@example.com");

        Reply reply = send(true, List.of(twoReferences, longEmail, tooLongEmail));

        assertThat(reply.text("payload.successBulkEnKashCardCreateDTOs.0.pgReferenceNumber"))
                .isEqualTo("B3");
        assertThat(reply.json().at("/payload/failedBulkEnKashCardCreateDTOs"))
                .extracting(each -> each.get("failureReason").asString())
                .satisfiesExactly(
                        first -> assertThat(first).contains("uniqueReferenceNum differs"),
                        second -> assertThat(second).contains("email"));
    }

    @Test
    void aThousandNewHoldersAreOneCall() {
        List<Map<String, Object>> items = IntStream.range(0, 1000)
                .mapToObj(i -> item("B" + i, "1", Long.toString(7_000_000_000L + i)))
                .toList();

        Reply reply = send(true, items);
        Reply again = send(true, items);

        assertThat(reply.text("payload.successCount")).isEqualTo("1000");
        assertThat(account.figure("availableBalance")).isEqualTo("0");
        assertThat(account.figure("totalCards")).isEqualTo("1001");
        assertThat(again.body()).isEqualTo(reply.body());
        assertThat(reply.header("Kosh-Compat-Note"))
                .isEqualTo("loadAmount: a text was taken as a number; partnerId: the documented header is missing");
    }

    @Test
    void theDocumentedConditionsAreToldInTheirWords() {
        List<Map<String, Object>> one = List.of(item("B1", 1, "6836111111"));
        String company = account.shop().companyId();
        String path = path(company, account.id(), true);
        RewardAccount meals = RewardAccount.of("MEAL", 10);

        refused(
                account.api().post(path.replace("companyId=" + company + "&", ""), one),
                422,
                "Company Id is required if it is an Enkash User");
        refused(
                account.api().post(path(company, "CA00000", true), one),
                404,
                "Card account not found for companyId: [" + company + "] and cardAccountId: [CA00000]");
        refused(
                meals.api().post(path(meals.shop().companyId(), meals.id(), true), one),
                422,
                "Primary Enkash card is not present. So bulk upload cannot be done");
        refused(account.api().post(path, List.of()), 400, "items must hold 1 to 1000 items");
        refused(account.api().post(path, Map.of()), 400, "");
        refused(account.api().post(path.replace("isPointsAllocation=true", ""), one), 400, "isPointsAllocation");
        refused(meals.api().post(path, one), 403, "may not act for");
        refused(
                meals.api().post(path(meals.shop().companyId(), account.id(), true), one),
                404,
                "Card account not found");
    }

    @Test
    void kycOfThePrimaryCardAndAPlanWithABinAreDemandedWhereTheCompanySaysSo() {
        List<Map<String, Object>> one = List.of(item("B1", 1, "6836111111"));
        String path = path(account.shop().companyId(), account.id(), true);
        String rule = "/api/v1/cards/bulk-rule";
        assertThat(account.api().get(rule).text("primaryKyc")).isEqualTo("false");

        assertThat(account.api().put(rule, Map.of("primaryKyc", true)).status()).isEqualTo(200);
        refused(
                account.api().post(path, one),
                422,
                "KYC is not uploaded or under review for the primary card. So bulk upload cannot be done");
        String administrator = account.get().text("payload.primaryEnKashCard.userId");
        assertThat(account.api()
                        .put(
                                "/api/v1/card-holders/" + administrator + "/kyc",
                                Map.of("level", "MINIMUM", "pan", PrepaidAccount.PAN))
                        .status())
                .isEqualTo(200);
        assertThat(account.api()
                        .put(rule, Map.of("primaryKyc", true, "plans", List.of("PMOTHER")))
                        .status())
                .isEqualTo(200);
        refused(account.api().post(path, one), 422, "Bin Type is not mapped on PlanMaster");
        assertThat(account.api()
                        .put(rule, Map.of("primaryKyc", true, "plans", List.of("PMOTHER", "PMGAZ7L5A")))
                        .status())
                .isEqualTo(200);

        assertThat(account.api().post(path, one).text("payload.successCount")).isEqualTo("1");
        assertThat(account.api().get(rule).text("plans.1")).isEqualTo("PMGAZ7L5A");
        assertThat(account.api().put(rule, Map.of("plans", List.of())).status()).isEqualTo(400);
    }

    @Test
    void anAccountOfAPartnerIsNotAnothers() {
        String company = account.shop().companyId();
        String body = "[{\"title\":\"Mr\",\"name\":\"Ravi\",\"email\":\"r@example.com\",\"mobile\":\"6836111111\","
                + "\"loadAmount\":1,\"uniqueReferenceNumber\":\"B1\"}]";
        Reply made = post(FAMILY + "/cardAccount/create", "CRMXWB3ZM", """
                {"companyId":"%s","companyName":"E","planMasterId":"PMGAZ7L5A","email":"a@example.com",
                "mobile":"9000000003","accountTitle":"R","accountType":"EMPLOYEE_REWARDS"}""".formatted(company));
        String theirs = made.text("payload.cardAccountId");

        refused(
                post(path(company, theirs, true), "CRMTTTMUF", body),
                422,
                "Card Account does not exist for this partner");
        assertThat(post(path(company, theirs, true), "CRMXWB3ZM", body)
                        .text("payload.failedBulkEnKashCardCreateDTOs.0.failureReason"))
                .isEqualTo("Insufficient balance in card account");
    }

    private Reply post(String path, String partner, String body) {
        return Api.of(TestServer.shared())
                .send(HttpRequest.newBuilder(TestServer.shared().uri(path))
                        .header("Authorization", "Bearer " + account.shop().token())
                        .header("Content-Type", "application/json")
                        .header("partnerId", partner)
                        .POST(BodyPublishers.ofString(body)));
    }
}
