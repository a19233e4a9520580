package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.internal.FeeTable.Merchant;
import io.kosh.gateway.internal.FeeTable.Payer;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("store")
class FeeControllerTest {
    private static final long THOUSAND = 1_000_00;
    private final TestServer server = TestServer.shared();
    private final Fixture company = Api.of(server).newCompany(0);
    private final Fees fees = server.bean(Fees.class);
    private final LocalDate today = fees.today(company.company().key());

    private Reply add(String sort, String mode, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(Map.of("sort", sort, "mode", mode, "source", "letter 7"));
        body.putAll(more);
        return company.api().post("/api/v1/gateway/fees", body);
    }

    private FeeTable table(LocalDate day) {
        return fees.table(company.company().key(), day);
    }

    @Test
    void theUsualFeesAreDatedData() {
        FeeTable now = table(today);
        assertThat(now.gst().perCent()).isEqualTo("18");
        assertThat(now.fee(PaymentMode.UPI, null, null, THOUSAND)).isEqualTo(new Merchant(0, 0));
        assertThat(now.fee(PaymentMode.DEBIT_CARD, "RUPAY", null, THOUSAND)).isEqualTo(new Merchant(0, 0));
        assertThat(now.fee(PaymentMode.DEBIT_CARD, "VISA", null, THOUSAND)).isEqualTo(new Merchant(9_00, 1_62));
        assertThat(now.charge(PaymentMode.DEBIT_CARD, "VISA", null, THOUSAND)).isEqualTo(new Payer(0, 0));

        FeeTable before = table(LocalDate.of(2019, 12, 31));
        assertThat(before.fee(PaymentMode.DEBIT_CARD, "RUPAY", null, THOUSAND).fee())
                .as("RuPay debit cards cost as others did before 2020")
                .isEqualTo(9_00);
    }

    @Test
    void aRuleCountsFromItsFirstDayToItsLast() {
        LocalDate first = today.plusDays(10);
        LocalDate last = today.plusDays(20);
        Reply made = add(
                "SC",
                "CREDIT_CARD",
                Map.of(
                        "qualifier",
                        "VISA",
                        "percent",
                        "1.5",
                        "fixed",
                        2,
                        "validFrom",
                        first.toString(),
                        "validUntil",
                        last.toString()));

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("key")).isEqualTo("SC_CC_VISA");
        Payer nothing = new Payer(0, 0);
        Payer charged = new Payer(17_00, 3_06);
        for (var expected : Map.of(
                        first.minusDays(1), nothing, first, charged, last, charged, last.plusDays(1), nothing)
                .entrySet()) {
            assertThat(table(expected.getKey()).charge(PaymentMode.CREDIT_CARD, "VISA", null, THOUSAND))
                    .as("%s", expected.getKey())
                    .isEqualTo(expected.getValue());
        }
        Reply shown = company.api().get("/api/v1/gateway/fee-table?amount=1000&day=" + first);
        assertThat(shown.text("surcharges.SC_CC_VISA")).isEqualTo("17.00");
        assertThat(shown.text("gstPercent")).isEqualTo("18");
    }

    @Test
    void aLaterRuleTakesThePlaceOfAnEarlierOne() {
        add("CF", "UPI", Map.of("fixed", "3.00"));
        add("CF", "UPI", Map.of("fixed", "5.00", "validFrom", today.plusDays(1).toString()));
        add("CF", "UPI", Map.of("fixed", "0", "validFrom", today.plusDays(2).toString()));

        assertThat(table(today).charge(PaymentMode.UPI, null, null, THOUSAND).surcharge())
                .isEqualTo(3_00);
        assertThat(table(today.plusDays(1))
                        .charge(PaymentMode.UPI, null, null, THOUSAND)
                        .surcharge())
                .isEqualTo(5_00);
        assertThat(table(today.plusDays(9))
                        .charge(PaymentMode.UPI, null, null, THOUSAND)
                        .surcharge())
                .isZero();
        Reply list = company.api().get("/api/v1/gateway/fees?limit=2");
        assertThat(list.json().get("items")).hasSize(2);
        assertThat(list.body()).contains("\"fixed\":0.00", "\"fixed\":5.00");
        assertThat(company.api()
                        .get("/api/v1/gateway/fees?cursor=" + list.text("nextCursor"))
                        .json()
                        .get("items"))
                .hasSize(1);
    }

    @Test
    void whatIsPastIsNotCharged() {
        Reply reply = add("SC", "WALLET", Map.of("validFrom", today.minusDays(1).toString()));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("field")).isEqualTo("validFrom");
    }

    @ParameterizedTest
    @CsvSource({"percent,100.01", "percent,1.005", "percent,-1", "fixed,-1", "cap,0.001", "validUntil,2020-01-01"})
    void aRuleThatMakesNoSenseIsRefused(String field, String value) {
        assertThat(add("SC", "WALLET", Map.of(field, value)).status()).isEqualTo(400);
    }

    @Test
    void whatTheMerchantPaysIsSetByAnOperator() {
        assertThat(add("PF", "UPI", Map.of("percent", "0")).status()).isEqualTo(403);

        Reply set = Api.of(server)
                .newOperator()
                .post(
                        "/api/v1/gateway/fees?companyId=" + company.companyId(),
                        Map.of("sort", "PF", "mode", "CREDIT_CARD", "percent", 1, "source", "contract 12"));

        assertThat(set.status()).as(set.body()).isEqualTo(201);
        assertThat(table(today).fee(PaymentMode.CREDIT_CARD, "VISA", null, THOUSAND))
                .isEqualTo(new Merchant(10_00, 1_80));
        Fixture other = Api.of(server).newCompany(0);
        assertThat(fees.table(other.company().key(), today)
                        .fee(PaymentMode.CREDIT_CARD, "VISA", null, THOUSAND)
                        .fee())
                .as("another company's is as usual")
                .isEqualTo(20_00);
    }

    @Test
    void anotherCompanyNeitherSeesNorMakesRules() {
        Fixture other = Api.of(server).newCompany(0);
        String companyId = "?companyId=" + company.companyId();
        assertThat(other.api().get("/api/v1/gateway/fees" + companyId).status()).isEqualTo(403);
        assertThat(other.api().get("/api/v1/gateway/fee-table" + companyId).status())
                .isEqualTo(403);
        assertThat(other.api()
                        .post("/api/v1/gateway/fees" + companyId, Map.of("sort", "SC", "mode", "UPI", "source", "none"))
                        .status())
                .isEqualTo(403);
        add("SC", "UPI", Map.of("fixed", 1));
        assertThat(other.api().get("/api/v1/gateway/fees").json().get("items")).isEmpty();
    }

    @Test
    void theRateOfTheTaxChangesOnADay() {
        Api operator = Api.of(server).newOperator();
        Map<String, Object> rate = Map.of("percent", 20, "validFrom", "2999-04-01", "source", "a test");
        assertThat(operator.post("/api/v1/gateway/tax-rates", rate).status()).isEqualTo(201);
        assertThat(operator.post("/api/v1/gateway/tax-rates", rate).status()).isEqualTo(201);
        assertThat(operator.post(
                                "/api/v1/gateway/tax-rates",
                                Map.of("percent", 21, "validFrom", "2999-04-01", "source", "a test"))
                        .status())
                .isEqualTo(409);
        assertThat(operator.post(
                                "/api/v1/gateway/tax-rates",
                                Map.of("percent", 21, "validFrom", "2020-04-01", "source", "a test"))
                        .status())
                .isEqualTo(400);
        assertThat(company.api().post("/api/v1/gateway/tax-rates", rate).status())
                .isEqualTo(403);

        assertThat(table(LocalDate.of(2999, 3, 31)).gst().perCent()).isEqualTo("18");
        assertThat(table(LocalDate.of(2999, 4, 1)).gst().perCent()).isEqualTo("20");
        assertThat(company.api().get("/api/v1/gateway/tax-rates").text("0.percent"))
                .isEqualTo("20");
    }
}
