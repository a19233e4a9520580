package io.kosh.cards.connectors.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kosh.platform.DatabaseAccess;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestDatabase;
import io.kosh.testing.TestServer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// From the wire to the books and back.
class CardMessagesTest {
    private final TestServer server = TestServer.shared();
    private final PaidCard card = PaidCard.of(server, 1_000);

    @AfterEach
    void theBooksBalance() {
        card.assertBooksBalance();
    }

    private static CardMessage follow(CardMessage first, String type, String trace, Map<Integer, String> changed) {
        CardMessage following = TestPort.following(first, type, trace);
        return Terminal.like(Terminal.like(following, type, Map.of(7, first.needed(7))), type, changed);
    }

    private void assertBalance(long balance, long held) {
        assertThat(List.of(card.balance().balance(), card.balance().held())).containsExactly(balance, held);
    }

    private static void sideBySide(int many, IntConsumer each) throws InterruptedException {
        List<Thread> threads = IntStream.range(0, many)
                .mapToObj(i -> Thread.ofVirtual().start(() -> each.accept(i)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void aHoldIsClearedInPartAndTheRestGivenBack() {
        try (Terminal terminal = card.terminal()) {
            CardMessage hold = card.purchase("0100", "000001", 25_000);
            CardMessage answer = terminal.ask(hold);
            assertThat(answer.needed(39)).isEqualTo("00");
            assertThat(answer.text(38)).matches("[A-Z0-9]{6}");
            assertThat(answer.text(54)).isEqualTo("0002356C000000075000");
            assertBalance(100_000, 25_000);

            CardMessage cleared = terminal.ask(follow(hold, "0220", "000002", Map.of(4, "000000010000")));
            assertThat(cleared.type()).isEqualTo("0230");
            assertThat(cleared.needed(39)).isEqualTo("00");
            assertThat(cleared.text(38)).isEqualTo(answer.text(38));
            assertBalance(90_000, 0);
        }
    }

    @Test
    void aBalanceIsToldToWhoeverHasThePin() {
        card.setPin("4711");
        try (Terminal terminal = card.terminal()) {
            terminal.ask(card.purchase("0100", "000001", 25_000));
            CardMessage bare =
                    Terminal.like(card.purchase("0100", "000002", 0), "0100", Map.of(3, "310000", 18, "6011"));

            CardMessage refused = terminal.ask(bare);
            assertThat(refused.needed(39)).isEqualTo("55");
            assertThat(refused.text(54)).isNull();
            String right = PinBlocksTest.sealed("4711", card.face().number());
            CardMessage told = terminal.ask(Terminal.like(bare, "0100", Map.of(52, right)));

            assertThat(told.needed(39)).isEqualTo("00");
            assertThat(told.text(54)).isEqualTo("0001356C0000001000000002356C000000075000");
            assertThat(told.text(38)).isNull();
            for (int i = 0; i < 3; i++) {
                String wrong = PinBlocksTest.sealed("0000", card.face().number());
                refused = terminal.ask(Terminal.like(bare, "0100", Map.of(52, wrong)));
            }
            assertThat(List.of("55", "75")).contains(refused.needed(39));
            assertThat(terminal.ask(Terminal.like(bare, "0100", Map.of(52, right)))
                            .needed(39))
                    .as("tries are counted")
                    .isEqualTo("75");
        }
        assertBalance(100_000, 25_000);
    }

    @Test
    void aPurchaseIsGivenBack() {
        try (Terminal terminal = card.terminal()) {
            CardMessage purchase = card.purchase("0200", "000001", 25_000);
            assertThat(terminal.ask(purchase).needed(39)).isEqualTo("00");
            assertBalance(75_000, 0);

            CardMessage refund = follow(purchase, "0200", "000002", Map.of(3, "200000", 4, "000000005000"));
            assertThat(terminal.ask(refund).needed(39)).isEqualTo("00");
            assertThat(terminal.ask(Terminal.like(refund, "0201", Map.of())).needed(39))
                    .isEqualTo("00");
            assertBalance(80_000, 0);
            assertThat(terminal.ask(follow(purchase, "0200", "000003", Map.of(3, "200000", 4, "000000020001")))
                            .needed(39))
                    .isEqualTo("13");
        }
    }

    @Test
    void anAdviceIsPostedWhateverTheCardHas() {
        try (Terminal terminal = card.terminal()) {
            assertThat(terminal.ask(card.purchase("0120", "000001", 120_000)).needed(39))
                    .isEqualTo("00");
            assertThat(terminal.ask(card.purchase("0121", "000001", 120_000)).needed(39))
                    .isEqualTo("00");
            assertBalance(-20_000, 0);
        }
    }

    @Test
    void aReversalInPartLeavesTheRest() {
        try (Terminal terminal = card.terminal()) {
            CardMessage purchase = card.purchase("0200", "000001", 25_000);
            terminal.ask(purchase);
            CardMessage reversal = follow(
                    purchase, "0400", "000002", Map.of(95, "000000010000" + "0".repeat(12) + "C00000000C00000000"));

            assertThat(terminal.ask(reversal).needed(39)).isEqualTo("00");
            assertBalance(90_000, 0);
        }
    }

    @Test
    void whatStaysIsWhatStaysHoweverOftenAPartIsTakenBack() {
        try (Terminal terminal = card.terminal()) {
            CardMessage hold = card.purchase("0100", "000001", 25_000);
            terminal.ask(hold);
            String rest = "0".repeat(12) + "C00000000C00000000";

            for (String stays : List.of("000000015000", "000000010000")) {
                CardMessage reversal = follow(hold, "0420", "0" + stays.substring(7), Map.of(95, stays + rest));
                assertThat(terminal.ask(reversal).needed(39)).isEqualTo("00");
            }

            assertBalance(100_000, 10_000);
        }
    }

    @Test
    void nobodyClearsOrGivesBackUnderTheNumberOfAnotherCard() {
        PaidCard other = card.another("Ravi", 1_000);
        try (Terminal terminal = card.terminal()) {
            CardMessage hold = card.purchase("0100", "000001", 25_000);
            terminal.ask(hold);
            String number = other.face().number().value();

            CardMessage clearing = follow(hold, "0220", "000002", Map.of(2, number));
            assertThat(terminal.ask(clearing).needed(39)).isEqualTo("25");
            assertThat(terminal.ask(follow(hold, "0220", "000003", Map.of())).needed(39))
                    .isEqualTo("00");
            CardMessage refund = follow(hold, "0220", "000004", Map.of(2, number, 3, "200000"));
            assertThat(terminal.ask(refund).needed(39)).isEqualTo("25");

            assertBalance(75_000, 0);
            assertThat(other.balance().balance()).isEqualTo(100_000);
        }
    }

    @Test
    void whatWasPaidUnderANumberOfBeforeIsTakenBackUnderIt() {
        try (Terminal terminal = card.terminal()) {
            CardMessage purchase = card.purchase("0200", "000001", 25_000);
            terminal.ask(purchase);
            Reply replaced = Api.of(server)
                    .as(card.shop().token())
                    .post(
                            "/api/v0/partner/enKashCard/replaceCard",
                            Map.of("enKashCardId", card.cardId(), "otpMedium", "MOBILE", "otpRequired", false));
            assertThat(replaced.text("code")).as(replaced.body()).isEqualTo("0");

            assertThat(terminal.ask(follow(purchase, "0420", "000002", Map.of()))
                            .needed(39))
                    .isEqualTo("00");
            assertThat(terminal.ask(card.purchase("0100", "000003", 1_000)).needed(39))
                    .isEqualTo("14");
            assertBalance(100_000, 0);
        }
    }

    @Test
    void aRepetitionGetsTheFirstAnswerHoweverManyComeAtOnce() throws InterruptedException {
        CardMessage hold = card.purchase("0100", "000001", 25_000);
        Set<String> answers = new ConcurrentSkipListSet<>();

        sideBySide(16, i -> {
            try (Terminal terminal = card.terminal()) {
                CardMessage answer = terminal.ask(i % 2 == 0 ? hold : Terminal.like(hold, "0101", Map.of()));
                answers.add(answer.needed(39) + answer.text(38) + answer.text(48));
            }
        });

        assertThat(answers).hasSize(1);
        assertBalance(100_000, 25_000);
        try (Terminal terminal = card.terminal()) {
            assertThat(terminal.ask(Terminal.like(hold, "0100", Map.of(4, "000000025001")))
                            .needed(39))
                    .isEqualTo("94");
        }
    }

    @Test
    void aReversalBeforeItsOriginalIsKeptAndStopsIt() {
        try (Terminal terminal = card.terminal()) {
            CardMessage hold = card.purchase("0100", "000001", 25_000);

            CardMessage reversed = terminal.ask(follow(hold, "0420", "000002", Map.of()));
            assertThat(reversed.type()).isEqualTo("0430");
            assertThat(reversed.needed(39)).isEqualTo("00");
            assertThat(terminal.ask(hold).needed(39)).isEqualTo("94");
            assertBalance(100_000, 0);
        }
    }

    @Test
    void aReversalThatRacesItsOriginalLeavesNothingHeld() throws InterruptedException {
        sideBySide(20, i -> {
            CardMessage hold = card.purchase("0100", "%06d".formatted(2 * i + 1), 1_000);
            try (Terminal terminal = card.terminal()) {
                terminal.send(hold);
                terminal.send(follow(hold, "0420", "%06d".formatted(2 * i + 2), Map.of()));
                List<String> codes = List.of(code(terminal.receive()), code(terminal.receive()));
                assertThat(codes).contains("0430 00").containsAnyOf("0110 00", "0110 94");
            }
        });

        assertBalance(100_000, 0);
    }

    private static String code(CardMessage answer) {
        return answer.type() + " " + answer.needed(39);
    }

    @Test
    void whoNeverHeardTheAnswerTakesItBack() throws Exception {
        CardMessage purchase = card.purchase("0200", "000001", 25_000);
        Terminal deaf = card.terminal();
        deaf.send(purchase);
        deaf.kill();

        try (Terminal terminal = card.terminal()) {
            CardMessage reversal = follow(purchase, "0420", "000002", Map.of());
            assertThat(terminal.ask(reversal).needed(39)).isEqualTo("00");
            assertThat(terminal.ask(Terminal.like(reversal, "0421", Map.of())).needed(39))
                    .isEqualTo("00");
            // Whether it came at all or not, it has no effect from now on.
            assertThat(terminal.ask(Terminal.like(purchase, "0201", Map.of())).needed(39))
                    .isIn("00", "94");
        }
        assertBalance(100_000, 0);
    }

    @Test
    void aCardThatHasLessPaysAPartWhereThatIsEnough() {
        try (Terminal terminal = card.terminal()) {
            CardMessage declined = terminal.ask(card.purchase("0100", "000001", 100_001));
            assertThat(declined.needed(39)).isEqualTo("51");
            assertThat(declined.text(44)).isEqualTo("INSUFFICIENT_FUNDS");

            CardMessage part =
                    terminal.ask(Terminal.like(card.purchase("0200", "000002", 150_000), "0200", Map.of(48, "61011")));
            assertThat(part.needed(39)).isEqualTo("10");
            assertThat(part.needed(4)).isEqualTo("000000100000");
            assertBalance(0, 0);
        }
    }

    @Test
    void aPinIsCheckedCountedAndLocked() {
        card.setPin("4711");
        try (Terminal terminal = card.terminal()) {
            CardMessage cash =
                    Terminal.like(card.purchase("0200", "000001", 10_000), "0200", Map.of(3, "010000", 18, "6011"));
            assertThat(terminal.ask(cash).needed(39)).isEqualTo("55");
            assertThat(terminal.ask(pin(cash, "000002", "4711")).needed(39)).isEqualTo("00");
            for (String trace : List.of("000003", "000004", "000005")) {
                assertThat(terminal.ask(pin(cash, trace, "1111")).needed(39)).isIn("55", "75");
            }
            assertThat(terminal.ask(pin(cash, "000006", "4711")).needed(39)).isEqualTo("75");
        }
        assertBalance(90_000, 0);
    }

    private CardMessage pin(CardMessage message, String trace, String pin) {
        return Terminal.like(
                message,
                message.type(),
                Map.of(
                        11,
                        trace,
                        37,
                        "632610" + trace,
                        52,
                        PinBlocksTest.sealed(pin, card.face().number())));
    }

    @Test
    void aTornDownServerLosesNothing() throws InterruptedException {
        DatabaseAccess database = TestDatabase.migrated();
        TestServer first = TestServer.start(database, Map.of());
        PaidCard paid = PaidCard.of(first, 1_000);
        Set<Integer> answered = new ConcurrentSkipListSet<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int number = i;
            CardMessage purchase = paid.purchase("0200", "%06d".formatted(number + 1), 1_000);
            threads.add(Thread.ofVirtual().start(() -> {
                try (Terminal terminal = paid.terminal()) {
                    if (terminal.ask(purchase).needed(39).equals("00")) {
                        answered.add(number);
                    }
                } catch (UncheckedIOException | NullPointerException | IllegalStateException _) {
                    // Not answered: asked again below.
                }
            }));
            if (i == 30) {
                threads.add(Thread.ofVirtual().start(first::stop));
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        TestServer second = TestServer.start(database, Map.of());
        try {
            PaidCard again = paid.on(second);
            assertThat(again.balance().available()).isLessThanOrEqualTo(100_000 - 1_000L * answered.size());
            try (Terminal terminal = again.terminal()) {
                for (int i = 0; i < 60; i++) {
                    CardMessage repeated = again.purchase("0201", "%06d".formatted(i + 1), 1_000);
                    assertThat(terminal.ask(repeated).needed(39)).isEqualTo("00");
                }
            }
            assertThat(again.balance().available()).isEqualTo(40_000);
            again.assertBooksBalance();
        } finally {
            second.stop();
        }
    }

    @Test
    void neitherTheLogNorTheEventsTellTheNumberOrThePin() {
        card.setPin("4711");
        String number = card.face().number().value();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        // Other threads of the port go on logging while it is read.
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        Level before = root.getLevel();
        root.addAppender(lines);
        root.setLevel(Level.DEBUG);
        try (Terminal terminal = card.terminal()) {
            CardMessage purchase = card.purchase("0200", "000001", 1_000);
            terminal.ask(pin(purchase, "000001", "4711"));
            terminal.ask(pin(purchase, "000002", "4712"));
            terminal.ask(follow(purchase, "0420", "000003", Map.of()));
            terminal.ask(Terminal.like(
                    card.purchase("0100", "000004", 1_000), "0100", Map.of(2, "", 35, number + "=30111")));
        } finally {
            root.setLevel(before);
            root.detachAppender(lines);
        }
        // What stands between the digits that receipts show.
        String hidden = number.substring(6, 14);
        assertThat(lines.list)
                .isNotEmpty()
                .noneMatch(line -> line.getFormattedMessage().contains(hidden));
        assertThat(lines.list)
                .filteredOn(line -> line.getLoggerName().startsWith("io.kosh.cards"))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isNotEmpty()
                .noneMatch(line -> line.contains("4711") || line.contains("4712"));
        String events = "";
        for (int i = 0; i < 200 && !events.contains("CARD_MESSAGE"); i++) {
            events = card.shop().api().get("/sandbox/events?limit=200").body();
        }
        assertThat(events)
                .contains("CARD_MESSAGE", number.substring(0, 6) + "XXXXXXXX")
                .doesNotContain(hidden);
    }
}
