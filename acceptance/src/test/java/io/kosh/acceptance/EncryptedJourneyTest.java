package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import io.kosh.acceptance.World.Company;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The documented calls once more, with encrypted bodies.
@ExtendWith(Acceptance.class)
class EncryptedJourneyTest {
    private static final String FAMILY = "/api/v0/partner/enKashCard";

    /// Each is answered the same however often it is sent.
    private static final Map<String, String> EXAMPLES = Map.of(
            "/create-allocate-points", """
                    {"companyId": "CEK1PU9AOO", "cardAccountId": "CAQL8YCV3", "transactionCode": "ALLOCATION",
                     "transactionType": "CR", "type": "ALLOCATE_POINT", "email": "asha@example.com",
                     "mobile": "9600098867", "title": "Mr", "firstName": "Asha", "gender": "M", "loadAmount": 11,
                     "uniqueReferenceNum": "TEST234236"}""",
            "/cardAccount/get", """
                    {"cardAccountId": "CAQL8YCV3", "companyId": "CEK1PU9AOO"}""",
            "/search", """
                    {"cardAccountId": "CAQL8YCV3", "companyId": "CEK1PU9AOO", "enKashCardId": "EKC9MKS5RM"}""",
            "/transaction/all", """
                    {"cardAccountId": "CAQL8YCV3", "companyId": "CEK1PU9AOO"}""");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theDocumentedExamplesAreAnsweredAsTheyArePlain(boolean gcm, World world) {
        JsonNode rewards = world.demo().required("rewards");
        Api plain = world.login(rewards);
        EncryptedApi encrypted = new EncryptedApi(plain, World.text(rewards, "clientSecret"), gcm);
        plain.post(FAMILY + "/create-allocate-points", EXAMPLES.get("/create-allocate-points"))
                .expect(200);

        EXAMPLES.forEach((route, example) -> assertThat(
                        encrypted.post(FAMILY + route, example).expect(200).json())
                .as(route)
                .isEqualTo(plain.post(FAMILY + route, example).expect(200).json()));
    }

    @Test
    void aCompanyThatTrustsNothingElseWorksByGcmFromTheFirstCallOn(World world) {
        Company company = world.company(1);
        String rule = "/api/v1/companies/" + company.id() + "/body-encryption";
        company.api().send("PUT", rule, Json.object("rule", "GCM_ONLY")).expect(200);
        EncryptedApi gcm = new EncryptedApi(company.api(), company.clientSecret(), true);
        Map<String, Object> draft = Json.object(
                "companyId", company.id(),
                "companyName", "Journey",
                "planMasterId", "PMGAZ7L5A",
                "email", "admin@example.com",
                "mobile", "9000000003",
                "accountTitle", "Rewards",
                "accountType", "EMPLOYEE_REWARDS");

        assertThat(company.api().post(FAMILY + "/cardAccount/create", draft).status())
                .isEqualTo(400);
        String account =
                gcm.post(FAMILY + "/cardAccount/create", draft).expect(200).text("payload.cardAccountId");
        company.api()
                .post("/api/v1/card-accounts/" + account + "/fundings", Json.object("amount", 50, "reference", "F1"))
                .expect(201);
        Map<String, Object> move = Json.object(
                "companyId", company.id(),
                "cardAccountId", account,
                "transactionCode", "ALLOCATION",
                "transactionType", "CR",
                "type", "ALLOCATE_POINT",
                "email", "asha@example.com",
                "mobile", "9600098867",
                "title", "Mr",
                "firstName", "Asha",
                "gender", "M",
                "loadAmount", 20,
                "uniqueReferenceNum", "R1");
        Reply given = gcm.post(FAMILY + "/create-allocate-points", move).expect(200);
        move.put("uniqueReferenceNum", "R2");
        move.put("loadAmount", 31);
        Reply declined = gcm.post(FAMILY + "/create-allocate-points", move).expect(200);
        Reply seen = gcm.post(
                        FAMILY + "/cardAccount/get", Json.object("companyId", company.id(), "cardAccountId", account))
                .expect(200);

        assertThat(given.number("payload.otbBalance")).isEqualTo(20);
        assertThat(declined.number("code")).isEqualTo(1);
        assertThat(seen.number("payload.availableBalance")).isEqualTo(30);
    }
}
