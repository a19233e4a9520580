package io.kosh.cards.internal;

import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A company with a funded account of rupees, for tests.
///
/// @param of the account as the tests of points know it
record PrepaidAccount(RewardAccount of) {
    static final String MOBILE = "6001098801";

    /// The number of a person's document, as the pages have it.
    static final String PAN = "CPNPN9977R";

    static PrepaidAccount funded(Object amount) {
        return of("RELOADABLE_GPR", amount);
    }

    static PrepaidAccount of(String type, Object amount) {
        return of(TestServer.shared(), type, amount);
    }

    static PrepaidAccount of(TestServer server, String type, Object amount) {
        return new PrepaidAccount(RewardAccount.of(server, type, amount));
    }

    Api api() {
        return of.api();
    }

    String id() {
        return of.id();
    }

    String companyId() {
        return of.shop().companyId();
    }

    /// The documented example for this account, virtual and empty, without a document.
    Map<String, Object> draft(String mobile) {
        return new HashMap<>(Map.ofEntries(
                Map.entry("companyId", companyId()),
                Map.entry("cardAccountId", id()),
                Map.entry("email", "p" + mobile + "@example.com"),
                Map.entry("mobile", mobile),
                Map.entry("title", "Mr"),
                Map.entry("firstName", "johny"),
                Map.entry("lastName", "bateman"),
                Map.entry("gender", "M"),
                Map.entry("address", "cda block"),
                Map.entry("address2", "ab colony"),
                Map.entry("city", "kota"),
                Map.entry("state", "Rajasthan"),
                Map.entry("country", "India"),
                Map.entry("pincode", "323307"),
                Map.entry("specialDate", "02-09-2001")));
    }

    static List<Map<String, String>> document() {
        return List.of(Map.of("docType", "PAN", "docNo", PAN));
    }

    Reply create(Map<String, Object> draft) {
        return api().post(FAMILY, draft);
    }

    /// A card of somebody of whom nothing is known.
    String unknown(String mobile) {
        return made(create(draft(mobile)));
    }

    /// A card whose holder showed a document and accepted the terms.
    String minimum(String mobile) {
        Map<String, Object> draft = draft(mobile);
        draft.put("documents", document());
        String card = made(create(draft));
        accept(card);
        return card;
    }

    /// A card of somebody who is fully known and accepted the terms.
    String full(String mobile) {
        Reply made = create(draft(mobile));
        String card = made(made);
        assertThat(know(made.text("payload.userId"), "FULL").status()).isEqualTo(200);
        accept(card);
        return card;
    }

    private static String made(Reply made) {
        assertThat(made.text("code")).as(made.body()).isEqualTo("0");
        return made.text("payload.enKashCardId");
    }

    Reply know(String userId, String level) {
        return api().put("/api/v1/card-holders/" + userId + "/kyc", Map.of("level", level, "pan", PAN));
    }

    void accept(String card) {
        Reply gates = gates(card);
        Reply accepted = api().post(
                        "/api/v1/cards/" + card + "/terms-acceptance",
                        Map.of("version", Integer.parseInt(gates.text("latestTerms"))));
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
    }

    Reply gates(String card) {
        return api().get("/api/v1/cards/" + card + "/gates");
    }

    /// The documented example of a load.
    Map<String, Object> loading(String card, String reference, Object amount) {
        return new HashMap<>(Map.of(
                "companyId",
                companyId(),
                "cardAccountId",
                id(),
                "createdBy",
                "anay",
                "amount",
                amount,
                "transactionType",
                "CR",
                "description",
                "desc",
                "type",
                "ALLOCATE_FUND",
                "transactionCode",
                "ALLOCATION",
                "uniqueReferenceNumber",
                reference,
                "enKashCardId",
                card));
    }

    Reply send(Map<String, Object> loading) {
        return api().post(FAMILY + "/balance", loading);
    }

    Reply load(String card, String reference, Object amount) {
        return send(loading(card, reference, amount));
    }

    Reply withdraw(String card, String reference, Object amount) {
        return api().post("/api/v1/cards/" + card + "/withdrawals", Map.of("amount", amount, "reference", reference));
    }

    /// One card as the search shows it.
    Reply search(String card) {
        return api().post(
                        FAMILY + "/search",
                        Map.of("companyId", companyId(), "cardAccountId", id(), "enKashCardId", card));
    }

    String found(String card, String field) {
        return search(card).text("payload.data.0." + field);
    }

    /// Locks, unlocks or blocks a card.
    void block(String card, String code) {
        Reply blocked = api().post(
                        FAMILY + "/block",
                        Map.of(
                                "companyId",
                                companyId(),
                                "cardAccountId",
                                id(),
                                "enKashCardId",
                                card,
                                "blockCode",
                                code,
                                "otpRequired",
                                false));
        assertThat(blocked.text("code")).as(blocked.body()).isEqualTo("0");
    }

    Reply replace(String card) {
        return api().post(
                        FAMILY + "/replaceCard",
                        Map.of(
                                "enKashCardId",
                                card,
                                "cardAccountId",
                                id(),
                                "otpMedium",
                                "MOBILE",
                                "otpRequired",
                                false));
    }
}
