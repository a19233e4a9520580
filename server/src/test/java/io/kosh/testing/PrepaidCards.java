package io.kosh.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api.Fixture;
import java.util.List;
import java.util.Map;

/// Makes prepaid cards by the API alone, for tests of contexts that see nothing else of cards.
public final class PrepaidCards {
    private static final String FAMILY = "/api/v0/partner/enKashCard";

    private PrepaidCards() {}

    /// A card with a number and rupees on it, whose holder is known and has accepted the terms; gives its id.
    public static String make(Fixture company, String firstName, int rupees) {
        Api api = company.api();
        String account = api.post(
                        FAMILY + "/cardAccount/create",
                        Map.of(
                                "companyId", company.companyId(),
                                "companyName", "Example Traders",
                                "planMasterId", "PMGAZ7L5A",
                                "email", "admin@example.com",
                                "mobile", "9000000003",
                                "accountTitle", "Travel",
                                "accountType", "RELOADABLE_GPR"))
                .text("payload.cardAccountId");
        assertThat(api.post(
                                "/api/v1/card-accounts/" + account + "/fundings",
                                Map.of("amount", rupees, "reference", "F-" + firstName.replace(' ', '-')))
                        .status())
                .isEqualTo(201);
        String card = api.post(
                        FAMILY,
                        Map.of(
                                "companyId",
                                company.companyId(),
                                "cardAccountId",
                                account,
                                "email",
                                "asha@example.com",
                                "mobile",
                                "9876543210",
                                "title",
                                "Ms",
                                "firstName",
                                firstName,
                                "gender",
                                "F",
                                "documents",
                                List.of(Map.of("docType", "PAN", "docNo", "CPNPN9977R"))))
                .text("payload.enKashCardId");
        assertThat(api.post("/api/v1/cards/" + card + "/terms-acceptance", Map.of("version", 1))
                        .status())
                .isBetween(200, 204);
        Api.Reply loaded = api.post(
                FAMILY + "/balance",
                Map.of(
                        "companyId",
                        company.companyId(),
                        "enKashCardId",
                        card,
                        "amount",
                        rupees,
                        "transactionType",
                        "CR",
                        "uniqueReferenceNumber",
                        "L-" + firstName.replace(' ', '-')));
        assertThat(loaded.text("code")).as(loaded.body()).isEqualTo("0");
        return card;
    }
}
