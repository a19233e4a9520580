package io.kosh.cards.internal;

import static io.kosh.cards.internal.RewardAccount.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class CardViewTest {
    private final HeldCard card = HeldCard.made();

    private static String grouped(String number) {
        return number.replaceAll("(.{4})(?=.)", "$1 ");
    }

    @Test
    void theAnswerHasALinkAndNoNumber() {
        Reply shown = card.post("/view", card.code("TRANSACTION_OTP").with());

        assertThat(shown.text("payload.viewLink")).matches("http://localhost:8080/cards/view/[A-Za-z0-9]{26}");
        assertThat(shown.text("payload.maskedNumber")).matches("2004 01XX XXXX XX[0-9]{2}");
        assertThat(shown.text("payload.expiryMonth") + shown.text("payload.expiryYear"))
                .matches("[0-9]{6}");
        assertThat(shown.body()).doesNotContain(card.number());
    }

    @Test
    void thePageShowsTheNumberOnceAfterAPress() {
        String path = card.link("/view");
        String number = card.number();

        for (int i = 0; i < 2; i++) {
            Reply before = card.open(path);
            assertThat(before.status()).as(before.body()).isEqualTo(200);
            assertThat(before.body()).contains("XXXX", "<form method=\"post\"").doesNotContain(number, grouped(number));
        }
        Reply shown = card.press(path);
        assertThat(shown.status()).as(shown.body()).isEqualTo(200);
        assertThat(shown.body())
                .contains(grouped(number), "data-copy-text=\"" + number + "\"", "data-fleeting=\"60\"")
                .doesNotContain(">" + card.securityCode() + "<");

        for (Reply after : List.of(card.press(path), card.open(path))) {
            assertThat(after.status()).isEqualTo(410);
            assertThat(after.body()).contains("This link has ended").doesNotContain(number, grouped(number));
        }
    }

    @Test
    void thePageOfTheSecurityCodeShowsNothingElse() {
        String path = card.link("/view-cvv");

        Reply shown = card.press(path, "Accept-Language", "hi");

        assertThat(shown.body())
                .contains(">" + card.securityCode() + "<", "सुरक्षा कोड", "XXXX")
                .doesNotContain(card.number(), grouped(card.number()));
    }

    @Test
    void thePageIsKeptNowhereAndToldToNobody() {
        String path = card.link("/view");

        for (Reply page : List.of(card.open(path), card.press(path), card.press(path))) {
            assertThat(page.header("Cache-Control")).isEqualTo("no-store");
            assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(page.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'", "script-src 'nonce-")
                    .doesNotContain("unsafe");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
        String second = card.another().link("/view");
        assertThat(card.press(second).header("Refresh")).isEqualTo("60;url=/cards/view/over");
        assertThat(card.open("/cards/view/over").body()).contains("This link has ended");
    }

    @Test
    void lookingWhetherThereIsSomethingUsesNothingUp() {
        String path = card.link("/view");

        for (String method : List.of("HEAD", "OPTIONS", "PUT")) {
            io.kosh.testing.Api.of(card.server()).send(card.request(path).method(method, BodyPublishers.noBody()));
        }
        assertThat(card.press(path).status()).isEqualTo(200);
    }

    @Test
    void ofSixteenThatPressAtOnceOneSees() throws Exception {
        String path = card.link("/view");
        String number = grouped(card.number());
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Reply>> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 16; i++) {
                Callable<Reply> press = () -> {
                    start.await();
                    return card.press(path);
                };
                replies.add(threads.submit(press));
            }
            start.countDown();
        }
        int seen = 0;
        for (Future<Reply> reply : replies) {
            boolean shown = reply.get().body().contains(number);
            assertThat(reply.get().status()).isEqualTo(shown ? 200 : 410);
            seen += shown ? 1 : 0;
        }
        assertThat(seen).isEqualTo(1);
    }

    @Test
    void aLinkToACardThatWasLockedSinceShowsNothing() {
        String path = card.link("/view");
        card.block("L");

        Reply locked = card.press(path);
        assertThat(locked.status()).isEqualTo(422);
        assertThat(locked.body()).doesNotContain(card.number(), grouped(card.number()));
        refused(card.post("/view", card.code("TRANSACTION_OTP").with()), 200, "Card is not active: Locked");
    }

    @Test
    void aTokenThatNobodyMintedOpensNothing() {
        String path = card.link("/view");
        char last = path.charAt(path.length() - 1);
        String other = path.substring(0, path.length() - 1) + (last == 'A' ? 'B' : 'A');

        for (String wrong : List.of(other, "/cards/view/x", "/cards/view/" + "9".repeat(26), path + "A")) {
            assertThat(card.press(wrong).status()).as(wrong).isEqualTo(410);
        }
        String signIn = card.post("/sso-token", "enkashCardId", card.id()).text("payload.access_token");
        assertThat(card.press("/cards/view/" + signIn).status()).isEqualTo(410);
        assertThat(card.press(path).status()).isEqualTo(200);
    }

    @Test
    void linksEndByThemselvesAndAreDropped() {
        PageTokenStore store = card.server().bean(PageTokenStore.class);
        var jdbc = card.server().bean(org.springframework.jdbc.core.simple.JdbcClient.class);
        var company = card.shop().company().key();
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        PageLink link = new PageLink(1, PageLink.Purpose.CARD_NUMBER);
        Set<PageLink.Purpose> purposes = Set.of(PageLink.Purpose.CARD_NUMBER);

        long kept = card.server().bean(io.kosh.platform.Database.class).inCompany(company, () -> {
            store.insertLink(company, new byte[] {1}, link, now, now.plusSeconds(120));
            assertThat(store.findLink(company, new byte[] {1}, now.plusSeconds(119)))
                    .isEqualTo(link);
            assertThat(store.useLink(company, new byte[] {1}, purposes, now.plusSeconds(120)))
                    .isNull();
            assertThat(store.findLink(company, new byte[] {1}, now.plusSeconds(120)))
                    .isNull();
            store.insertLink(company, new byte[] {2}, link, now, now.plusSeconds(121));
            store.insertLink(company, new byte[] {3}, link, now.plusSeconds(120), now.plusSeconds(240));
            return jdbc.sql("select count(*) from cards.page_link")
                    .query(Long.class)
                    .single();
        });

        assertThat(kept).isEqualTo(2);
        assertThat(PageLink.Purpose.CARD_NUMBER.life()).isEqualTo(Duration.ofMinutes(2));
        assertThat(PageLink.Purpose.SIGN_IN.life()).isEqualTo(Duration.ofMinutes(5));
    }
}
