package io.kosh.cards.internal;

import static io.kosh.cards.internal.PrepaidAccount.MOBILE;
import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static io.kosh.cards.internal.RewardAccount.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.BusinessClock;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

@Tag("store")
class CardCreationControllerTest {
    private final TestServer server = TestServer.shared();
    private final PrepaidAccount account = PrepaidAccount.funded(1000);

    @AfterEach
    void theBooksBalance() {
        account.of().assertBooksBalance();
    }

    @Test
    void aCardHasANumberInTheVaultAndItsFirstLoad() {
        Map<String, Object> draft = account.draft(MOBILE);
        draft.put("loadAmount", 10);
        draft.put("documents", PrepaidAccount.document());
        YearMonth end = YearMonth.now(BusinessClock.ZONE).plusYears(5);

        Reply reply = account.create(draft);

        assertThat(reply.body())
                .matches(
                        "\\{\"code\":0,\"message\":\"Success\",\"payload\":\\{\"enKashCardId\":\"EKC[A-Z0-9]{7}\","
                                + "\"userId\":\"EK[A-Z0-9]{6}\",\"cardAccountId\":\"" + account.id()
                                + "\",\"token\":\"[0-9a-f]{20}\",\"maskedNumber\":\"2004 01XX XXXX XX[0-9]{2}\","
                                + "\"expiryMonth\":\"[01][0-9]\",\"expiryYear\":\"" + end.getYear()
                                + "\",\"email\":\"p6001098801@example.com\",\"mobile\":\"6001098801\",\"title\":\"Mr\","
                                + "\"firstName\":\"johny\",\"gender\":\"M\",\"otbBalance\":10,\"primaryEnKashCard\":false,"
                                + "\"cardStatus\":\\{\"name\":\"UL\",\"label\":\"Active\"},\"kycStatus\":\"MIN_KYC\","
                                + "\"partnerTncUrl\":\"http://localhost:8080/card-terms/EKC[A-Z0-9]{7}\\.[A-Za-z0-9_-]{22}\"}}");
        String card = reply.text("payload.enKashCardId");
        Reply found = account.search(card);
        assertThat(found.json().at("/payload/data/0")).isEqualTo(reply.json().get("payload"));
        assertThat(account.of().figure("availableCardBalance")).isEqualTo("10");
        Reply moved = account.of().transactions(Map.of("enKashCardId", card));
        assertThat(moved.text("payload.data.0.type")).isEqualTo("LOAD_MONEY");
        assertThat(moved.text("payload.data.0.transactionCode")).isEqualTo("PRINCIPLE");
        assertThat(moved.text("payload.data.0.cardTransactionType")).isEqualTo("CR");
        assertThat(moved.text("payload.data.0.cardHolderName")).isEqualTo("johny bateman");
        for (String part : List.of("bateman", "johny bateman", "Y BATE")) {
            assertThat(account.of().transactions(Map.of("cardHolderName", part)).text("payload.recordsCount"))
                    .as(part)
                    .isEqualTo("1");
        }
        assertThat(account.of()
                        .transactions(Map.of("cardHolderName", "batemann"))
                        .text("payload.recordsCount"))
                .isEqualTo("0");
    }

    @Test
    void aGiftNeedsItsOnlyLoadWhenItIsMade() {
        PrepaidAccount gifts = PrepaidAccount.of("GIFT", 50_000);
        Map<String, Object> draft = gifts.draft(MOBILE);
        refused(gifts.create(draft), 400, "loadAmount is required");
        draft.put("loadAmount", "10000.01");
        refused(gifts.create(draft), 200, "At most 10000 rupees may be on the card");
        draft.put("loadAmount", "10000");

        Reply gift = gifts.create(draft);

        assertThat(gift.text("payload.otbBalance")).isEqualTo("10000");
        String card = gift.text("payload.enKashCardId");
        refused(gifts.load(card, "R1", 1), 200, "A gift card is loaded once");
        assertThat(gifts.withdraw(card, "R2", 1).status()).isEqualTo(422);
        assertThat(gifts.of().figure("availableCardBalance")).isEqualTo("10000");
        gifts.of().assertBooksBalance();

        gifts.block(card, "L");
        assertThat(gifts.withdraw(card, "R3", 1).status()).isEqualTo(422);
        gifts.block(card, "BL");
        assertThat(gifts.withdraw(card, "R4", 10_000).status())
                .as("nobody can spend it")
                .isEqualTo(200);
        refused(gifts.load(card, "R5", 1), 200, "A gift card is loaded once");
        assertThat(gifts.of().figure("availableCardBalance")).isEqualTo("0");
        assertThat(gifts.of().figure("availableBalance")).isEqualTo("50000");
        gifts.of().assertBooksBalance();
    }

    @Test
    void whatTheAccountCannotGiveMakesNoCard() {
        Map<String, Object> draft = account.draft(MOBILE);
        PrepaidAccount poor = PrepaidAccount.of("RELOADABLE_GPR", 5);
        draft.put("companyId", poor.companyId());
        draft.put("cardAccountId", poor.id());
        draft.put("loadAmount", 10);

        refused(poor.create(draft), 200, "Insufficient balance in card account");

        assertThat(poor.of().search().text("payload.recordsCount")).isEqualTo("0");
        poor.of().assertBooksBalance();
    }

    @Test
    void aPersonIsOneUserWhateverCardsTheyHold() {
        Reply first = account.create(account.draft(MOBILE));
        Reply second = account.create(account.draft(MOBILE));
        Map<String, Object> third = account.draft(MOBILE);
        List.of("email", "mobile", "title", "firstName", "gender").forEach(third::remove);
        third.put("userId", first.text("payload.userId"));

        Reply byUser = account.create(third);

        assertThat(second.text("payload.userId")).isEqualTo(first.text("payload.userId"));
        assertThat(second.text("payload.enKashCardId")).isNotEqualTo(first.text("payload.enKashCardId"));
        assertThat(second.text("payload.maskedNumber")).isNotNull();
        assertThat(byUser.text("payload.mobile")).isEqualTo(MOBILE);
        assertThat(byUser.text("payload.firstName")).isEqualTo("johny");
        third.put("userId", account.of().shop().userIds().getFirst());
        refused(account.create(third), 400, "email is required");
        third.put("userId", "EKNOBODY");
        refused(account.create(third), 404, "there is no user EKNOBODY");
    }

    @ParameterizedTest
    @EnumSource(
            value = AccountType.class,
            names = {"RELOADABLE_GPR", "CORPORATE", "MEAL", "FUEL", "PETTY_CASH"})
    void theAccountsTypeDecidesWhichCardItIs(AccountType type) {
        PrepaidAccount other = PrepaidAccount.of(type.name(), 50);
        Map<String, Object> draft = other.draft(MOBILE);
        draft.put("documents", PrepaidAccount.document());
        draft.put("loadAmount", 20);

        Reply made = other.create(draft);

        assertThat(made.text("payload.maskedNumber")).as(made.body()).startsWith("2004 01XX");
        assertThat(made.text("payload.otbBalance")).isEqualTo("20");
        assertThat(made.text("payload.cardStatus.name")).isEqualTo("UL");
        other.of().assertBooksBalance();
    }

    @Test
    void anAccountHasOnePrimaryCard() {
        Map<String, Object> draft = account.draft(MOBILE);
        draft.put("primaryEnKashCard", true);

        Reply primary = account.create(draft);

        assertThat(primary.text("payload.primaryEnKashCard")).isEqualTo("true");
        assertThat(account.of().get().text("payload.primaryEnKashCard.enKashCardId"))
                .isEqualTo(primary.text("payload.enKashCardId"));
        assertThat(account.of().get().text("payload.primaryEnKashCard.expiryMonth"))
                .matches("[01][0-9]");
        refused(account.create(draft), 422, "has its primary card already");
    }

    @Test
    void anAccountOfPointsHasNoSuchCards() {
        RewardAccount points = RewardAccount.funded(10);
        Map<String, Object> draft = account.draft(MOBILE);
        draft.put("companyId", points.shop().companyId());
        draft.put("cardAccountId", points.id());

        refused(points.api().post(FAMILY, draft), 422, "counts points");
    }

    @Test
    void anotherCompanyMakesNoCard() {
        Fixture other = Api.of(server).newCompany(1);
        Map<String, Object> draft = account.draft(MOBILE);
        refused(other.api().post(FAMILY, draft), 403, "may not act for");
        draft.put("companyId", other.companyId());
        refused(other.api().post(FAMILY, draft), 404, "Card account not found");
    }

    @Test
    void aKeyGivesTheFirstCardAgain() {
        Map<String, Object> draft = account.draft(MOBILE);
        draft.put("loadAmount", 10);

        Reply first = keyed(draft);
        Reply again = keyed(draft);

        assertThat(first.text("code")).as(first.body()).isEqualTo("0");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(account.of().figure("totalCards")).isEqualTo("1");
    }

    private Reply keyed(Map<String, Object> draft) {
        return account.api()
                .send(HttpRequest.newBuilder(server.uri(FAMILY))
                        .header("Authorization", "Bearer " + account.of().shop().token())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "card-1")
                        .POST(BodyPublishers.ofString(new JsonMapper().writeValueAsString(draft))));
    }

    @ParameterizedTest
    @CsvSource({
        "loadAmount, -1, from 0.01",
        "loadAmount, 0, greater than 0",
        "loadAmount, 1.001, two decimals",
        "specialDate, 2001-09-02, must be a day",
        "specialDate, 31-02-2001, must be a day",
        "mobile, 12345, ten digits",
        "email, nobody, e-mail",
        "gender, X, M",
        "companyId, '', required",
        "cardAccountId, '', required",
    })
    void aFieldThatIsWrongIsNamed(String field, String value, String words) {
        Map<String, Object> draft = account.draft(MOBILE);
        draft.put(field, value);

        Reply reply = account.create(draft);

        refused(reply, 400, words);
        assertThat(reply.text("message")).contains(field);
    }

    @ParameterizedTest
    @CsvSource({"CPNCN9977R, of a person", "CPNP9977R, must be a PAN", "'', is required"})
    void aDocumentMustBeThePanOfAPerson(String number, String words) {
        Map<String, Object> draft = account.draft(MOBILE);
        draft.put("documents", List.of(Map.of("docType", "PAN", "docNo", number)));

        Reply reply = account.create(draft);

        refused(reply, 400, words);
        assertThat(reply.text("message")).contains("documents[0].docNo");
        assertThat(reply.text("message")).doesNotContain("CPN");
    }

    @Test
    void anotherDocumentIsNotedAndNotKept() {
        Map<String, Object> draft = account.draft(MOBILE);
        draft.put("documents", List.of(Map.of("docType", "VOTER_ID", "docNo", "ABC1234567")));

        Reply reply = account.create(draft);

        assertThat(reply.text("payload.kycStatus")).isEqualTo("PENDING");
        assertThat(reply.header("Kosh-Compat-Note")).contains("documents[0]");
    }
}
