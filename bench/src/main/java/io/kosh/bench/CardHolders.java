package io.kosh.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Cards with a number and rupees on them, made for this run, that pay again and again.
final class CardHolders {
    private static final int CARDS = 64;
    /// Above nobody's limit, and enough for a million purchases a card.
    private static final int RUPEES = 9_900;
    private static final long FIRST_MOBILE = 9_100_000_000L;

    private final Company company;
    private final List<String> cards;

    private CardHolders(Company company, List<String> cards) {
        this.company = company;
        this.cards = cards;
    }

    static CardHolders make(Company company) throws IOException {
        String account = company.post(
                        "/api/v0/partner/enKashCard/cardAccount/create",
                        Map.of(
                                "companyId", company.id(),
                                "companyName", "Bench",
                                "planMasterId", "PMBENCH01",
                                "email", "admin@example.com",
                                "mobile", "9000000003",
                                "accountTitle", "Cards",
                                "accountType", "RELOADABLE_GPR"))
                .at("/payload/cardAccountId")
                .asString();
        company.post(
                "/api/v1/card-accounts/" + account + "/fundings",
                Map.of("amount", CARDS * RUPEES, "reference", "cards-" + company.run()));
        List<String> cards = new ArrayList<>();
        for (int i = 0; i < CARDS; i++) {
            cards.add(card(company, account, i));
        }
        return new CardHolders(company, cards);
    }

    private static String card(Company company, String account, int number) throws IOException {
        String card = company.post(
                        "/api/v0/partner/enKashCard",
                        Map.of(
                                "companyId",
                                company.id(),
                                "cardAccountId",
                                account,
                                "firstName",
                                "Holder",
                                "email",
                                "holder" + number + "@example.com",
                                "mobile",
                                Long.toString(FIRST_MOBILE + number),
                                "documents",
                                List.of(Map.of("docType", "PAN", "docNo", "CPNPN9977R"))))
                .at("/payload/enKashCardId")
                .asString();
        company.post("/api/v1/cards/" + card + "/terms-acceptance", Map.of("version", 1));
        company.post(
                "/api/v0/partner/enKashCard/balance",
                Map.of(
                        "companyId",
                        company.id(),
                        "enKashCardId",
                        card,
                        "amount",
                        RUPEES,
                        "transactionType",
                        "CR",
                        "uniqueReferenceNumber",
                        "load-" + company.run() + "-" + number));
        return card;
    }

    /// What a connection asks that buys, one request after another, with one card after another.
    HttpLoad.Asker buying(String phase, int number) {
        Request head = company.head("/api/v1/cards/authorizations");
        byte[] start = ascii("{\"source\":\"" + company.run() + "-" + phase + "-" + number + "-");
        List<byte[]> ends = cards.stream()
                .map(card -> ascii("\",\"enKashCardId\":\"" + card + "\",\"amount\":0.01,\"channel\":\"POS\","
                        + "\"capture\":true,\"merchant\":{\"category\":\"5812\",\"name\":\"Bench\"}}"))
                .toList();
        return new HttpLoad.Asker() {
            private long count;

            @Override
            public void ask(ByteBuffer into) {
                byte[] end = ends.get((int) ((number * 7919L + count) % ends.size()));
                head.begin(into, start.length + Request.DIGITS + end.length);
                into.put(start);
                Request.digits(into, count++);
                into.put(end);
            }

            @Override
            public int answered(int status) {
                return status == 200 ? 1 : 0;
            }
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
