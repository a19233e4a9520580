package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.Database;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class UnevenCardsTest {
    private final TestServer server = TestServer.shared();
    private final RewardAccount account = RewardAccount.funded(1000);

    @Test
    void pointsThatWentToACardOfAnotherAccountAreFound() {
        Reply made = RewardAccount.create(account.shop(), "CHANNEL_INCENTIVE");
        String second = made.text("payload.cardAccountId");
        String theirs = made.text("payload.primaryEnKashCard.enKashCardId");

        assertThat(across(theirs)).isInstanceOf(Outcome.Posted.class);

        assertThat(account.uneven(server))
                .containsExactly(
                        "the cards of " + account.id() + " hold 0, and its figures say 0.07",
                        "the cards of " + second + " hold 0.07, and its figures say 0");
    }

    /// What nobody can ask for over HTTP: points from this account to a card of another.
    private Outcome across(String cardId) {
        CompanyKey company = account.shop().company().key();
        return server.bean(Database.class).inCompany(company, () -> {
            CardAccount from = server.bean(CardAccountStore.class).find(company, account.id());
            Card to = server.bean(CardStore.class).find(company, cardId);
            assertThat(from).isNotNull();
            assertThat(to).isNotNull();
            CardBook book = CardBook.POINTS;
            return server.bean(Ledger.class)
                    .post(
                            company,
                            new Command.Post(
                                    new SourceKey("cards.test", "across"),
                                    "",
                                    book.load(),
                                    List.of(Leg.of(
                                            book.accountOf(from == null ? 0 : from.key()),
                                            book.cardOf(to == null ? 0 : to.key()),
                                            7)),
                                    List.of(),
                                    Map.of(),
                                    false));
        });
    }

    @Test
    void trafficIsNoAlarm() throws Exception {
        account.give("first", 1, "9600098867");
        try (var executor = Executors.newFixedThreadPool(8)) {
            List<Future<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                String reference = "R" + i;
                String mobile = i % 2 == 0 ? "9600098867" : Long.toString(9_600_000_000L + i);
                replies.add(executor.submit(() -> account.give(reference, 1, mobile)));
            }
            while (!replies.stream().allMatch(Future::isDone)) {
                assertThat(account.uneven(server)).isEmpty();
            }
            for (Future<Reply> reply : replies) {
                assertThat(reply.get().text("code")).isEqualTo("0");
            }
        }
        assertThat(account.figure("availableCardBalance")).isEqualTo("81");
    }
}
