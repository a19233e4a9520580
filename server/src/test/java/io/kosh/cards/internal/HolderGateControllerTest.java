package io.kosh.cards.internal;

import static io.kosh.cards.internal.PrepaidAccount.MOBILE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class HolderGateControllerTest {
    private final PrepaidAccount account = PrepaidAccount.funded(1000);

    private Reply open(String path, boolean accept) {
        HttpRequest.Builder request = HttpRequest.newBuilder(TestServer.shared().uri(path));
        return Api.of(TestServer.shared())
                .send(accept ? request.POST(BodyPublishers.noBody()) : request.header("Accept", "text/html"));
    }

    private String link(String card) {
        return URI.create(account.found(card, "partnerTncUrl")).getPath();
    }

    @Test
    void aHolderAcceptsTheTermsOnAPage() {
        String card = account.unknown(MOBILE);
        account.know(account.found(card, "userId"), "FULL");
        String link = link(card);

        Reply read = open(link, false);
        assertThat(read.status()).as(read.body()).isEqualTo(200);
        assertThat(read.body())
                .contains("Terms of your card", "version 1 of the terms", "Reserve Bank of India", "<button");
        assertThat(account.gates(card).text("usable")).isEqualTo("false");

        Reply accepted = open(link, true);

        assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
        assertThat(accepted.body()).contains("You have accepted these terms").doesNotContain("<form");
        assertThat(account.gates(card).text("usable")).isEqualTo("true");
        assertThat(account.search(card).body()).doesNotContain("partnerTncUrl");
        assertThat(open(link, true).status()).isEqualTo(200);
    }

    @Test
    void newTermsHaveToBeAcceptedAgainAndTheOldLinkEnds() {
        String card = account.full(MOBILE);
        String other = account.unknown("6001098802");
        String old = link(other);
        String terms = "/api/v1/card-accounts/" + account.id() + "/terms";

        Reply published = account.api().post(terms, Map.of("text", "Only for <b>meals</b>."));

        assertThat(published.status()).isEqualTo(201);
        assertThat(published.text("version")).isEqualTo("2");
        assertThat(account.api().get(terms).text("text")).isEqualTo("Only for <b>meals</b>.");
        assertThat(account.gates(card).text("because")).isEqualTo("TERMS_NOT_ACCEPTED");
        assertThat(account.gates(card).text("acceptedTerms")).isEqualTo("1");
        assertThat(open(old, false).status()).isEqualTo(410);
        assertThat(open(old, true).status()).isEqualTo(410);
        assertThat(open(link(card), false).body()).contains("Only for &lt;b&gt;meals&lt;/b&gt;.");
        Reply late = account.api().post("/api/v1/cards/" + card + "/terms-acceptance", Map.of("version", 1));
        assertThat(late.text("title")).isEqualTo("CARD_TERMS_VERSION");
        account.accept(card);
        assertThat(account.gates(card).text("usable")).isEqualTo("true");
    }

    @Test
    void aLinkOpensItsCardAlone() {
        String card = account.unknown(MOBILE);
        String other = account.unknown("6001098802");
        String key = link(card).substring(link(card).indexOf('.') + 1);

        for (String wrong :
                List.of("/card-terms/" + other + "." + key, "/card-terms/" + card, "/card-terms/nothing.at-all")) {
            assertThat(open(wrong, false).status()).as(wrong).isEqualTo(410);
            assertThat(open(wrong, true).status()).as(wrong).isEqualTo(410);
        }
        assertThat(account.gates(other).text("acceptedTerms")).isEqualTo("0");
    }

    @Test
    void nobodyBecomesLessKnown() {
        String card = account.unknown(MOBILE);
        String user = account.found(card, "userId");

        assertThat(account.know(user, "FULL").text("kycStatus")).isEqualTo("FULL_KYC");
        assertThat(account.know(user, "MINIMUM").text("kycStatus")).isEqualTo("FULL_KYC");
        assertThat(account.know(user, "NONE").status()).isEqualTo(400);
        assertThat(account.found(card, "kycStatus")).isEqualTo("FULL_KYC");
        assertThat(account.gates(card).text("balanceLimit")).isEqualTo("100");
        account.accept(card);
        assertThat(account.gates(card).text("balanceLimit")).isEqualTo("200000");
        assertThat(account.know("EKNOBODY", "FULL").status()).isEqualTo(404);
    }

    @Test
    void whatIsKnownOfAHolderCountsForTheNextCard() {
        account.minimum(MOBILE);

        assertThat(account.create(account.draft(MOBILE)).text("payload.kycStatus"))
                .isEqualTo("MIN_KYC");
    }

    @Test
    void aCardOfAnotherCompanyIsNotFound() {
        String card = account.unknown(MOBILE);
        PrepaidAccount other = PrepaidAccount.funded(1);

        assertThat(other.gates(card).status()).isEqualTo(404);
        assertThat(other.know(account.found(card, "userId"), "FULL").status()).isEqualTo(404);
        assertThat(other.api()
                        .post("/api/v1/cards/" + card + "/terms-acceptance", Map.of("version", 1))
                        .status())
                .isEqualTo(404);
        assertThat(other.api()
                        .get("/api/v1/card-accounts/" + account.id() + "/terms")
                        .status())
                .isEqualTo(404);
        assertThat(RewardAccount.funded(1)
                        .api()
                        .get("/api/v1/cards/" + card + "/gates")
                        .status())
                .isEqualTo(404);
    }
}
