package io.kosh.cards.connectors.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.cards.AuthorizationDecision.Approved;
import io.kosh.cards.AuthorizationDecision.Declined;
import io.kosh.cards.CardAuthorizations.CardName;
import io.kosh.cards.CardAuthorizations.Clearing;
import io.kosh.cards.CardAuthorizations.Enquiry;
import io.kosh.cards.CardAuthorizations.Merchant;
import io.kosh.cards.CardAuthorizations.Original;
import io.kosh.cards.CardAuthorizations.Purchase;
import io.kosh.cards.CardAuthorizations.Refund;
import io.kosh.cards.CardAuthorizations.Reversal;
import io.kosh.cards.CardAuthorizations.Shown;
import io.kosh.cards.DeclineReason;
import io.kosh.cards.PurchaseChannel;
import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is asked of the door, and what is made of its answers.
class TerminalMessagesTest {
    private final FakeAuthorizations door = new FakeAuthorizations();
    private final TerminalMessages messages = messages("sandbox");

    private TerminalMessages messages(String profile) {
        return new TerminalMessages(
                door,
                FakeVault.of(TestPort.NUMBER),
                TestPort.settings(Map.of()),
                TestPort.installation(profile),
                TestPort.CLOCK);
    }

    private CardMessage ask(CardMessage message) {
        return ask(messages, message, true);
    }

    private static CardMessage ask(TerminalMessages messages, CardMessage message, boolean explains) {
        MessageType type = Objects.requireNonNull(MessageType.of(message.type()));
        return new Answers(explains).of(message, type, messages.decide(message, type));
    }

    private Object with() {
        return door.calls.getLast().with();
    }

    private Purchase purchased(Map<Integer, String> changed) {
        ask(Terminal.like(TestPort.purchase("0100", "000001"), "0100", changed));
        return (Purchase) with();
    }

    @Test
    void aPurchaseIsAskedForWithAllThatTheMessageSays() {
        CardMessage answer = ask(
                Terminal.like(TestPort.purchase("0100", "000123"), "0100", Map.of(48, "61011" + "9203123" + "9902xx")));

        assertThat(answer.needed(39)).isEqualTo("00");
        assertThat(door.calls).extracting(FakeAuthorizations.Call::name).containsExactly("authorize");
        Purchase asked = (Purchase) with();
        assertThat(asked.source()).isEqualTo("iso8583/1234/20261122/0100/000123/632610000123");
        assertThat(asked.card()).isEqualTo(new CardName.ByToken(FakeVault.TOKEN));
        assertThat(asked.amount()).isEqualTo(25_000);
        assertThat(asked.channel()).isEqualTo(PurchaseChannel.POS);
        assertThat(asked.international()).isFalse();
        assertThat(asked.merchant())
                .isEqualTo(new Merchant(
                        "5812", "MERCHANT0000001", "UDUPI CAFE               MUMBAI       IN", "TERM0001"));
        assertThat(asked.localTime()).isEqualTo(LocalDateTime.of(2026, 11, 22, 16, 0, 0));
        assertThat(asked.shown().expiry()).isEqualTo(YearMonth.of(2030, 11));
        assertThat(asked.shown().securityCode()).isEqualTo(new Secret<>("123"));
        assertThat(asked.shown().pin()).isNull();
        assertThat(asked.partial()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0100, authorize",
        "0101, authorize",
        "0200, purchase",
        "0201, purchase",
        "0120, advise",
        "0121, advise",
        "0220, advise",
        "0221, advise"
    })
    void eachTypeOfMessageAsksForItsOwn(String type, String call) {
        CardMessage answer = ask(TestPort.purchase(type, "000001"));

        assertThat(door.calls).extracting(FakeAuthorizations.Call::name).containsExactly(call);
        assertThat(answer.type()).isEqualTo(type.substring(0, 2) + (type.charAt(2) == '0' ? "10" : "30"));
    }

    @ParameterizedTest
    @CsvSource({
        "0100, 00, 0001356C0000000800000002356D000000000075",
        "0201, 00, 0001356C0000000800000002356D000000000075",
        "0120, 12,",
        "0220, 12,",
        "0420, 12,"
    })
    void anEnquiryIsToldWhatIsOnTheCard(String type, String code, @Nullable String balances) {
        CardMessage answer = ask(Terminal.like(
                TestPort.purchase(type, "000001"), type, Map.of(3, "310000", 4, "000000000000", 18, "6011")));

        assertThat(answer.needed(39)).isEqualTo(code);
        assertThat(answer.text(54)).isEqualTo(balances);
        assertThat(door.calls.stream().map(FakeAuthorizations.Call::with))
                .allSatisfy(with -> assertThat(with)
                        .isEqualTo(new Enquiry(
                                new CardName.ByToken(FakeVault.TOKEN),
                                PurchaseChannel.ATM,
                                false,
                                new Shown(null, null, YearMonth.of(2030, 11)))));
    }

    @Test
    void aRepetitionHasTheSameSource() {
        ask(TestPort.purchase("0100", "000001"));
        ask(Terminal.like(TestPort.purchase("0100", "000001"), "0101", Map.of(7, "1122235959")));

        assertThat(((Purchase) door.calls.getFirst().with()).source()).isEqualTo(((Purchase) with()).source());
    }

    @Test
    void aReversalNamesItsOriginalAndHasOneSourceAsRequestAndAdvice() {
        CardMessage first = TestPort.purchase("0100", "000001");
        CardMessage reversal =
                Terminal.like(TestPort.following(first, "0400", "000009"), "0400", Map.of(37, "632610000001"));
        ask(reversal);
        Reversal asked = (Reversal) with();
        ask(Terminal.like(reversal, "0421", Map.of()));

        assertThat(asked)
                .isEqualTo(new Reversal(
                        "iso8583/1234/20261122/0400/000009/632610000001",
                        new Original.BySource("iso8583/1234/20261122/0100/000001/632610000001"),
                        new CardName.ByToken(FakeVault.TOKEN),
                        null,
                        null));
        assertThat(with()).isEqualTo(asked);
        assertThat(door.calls).extracting(FakeAuthorizations.Call::name).containsOnly("reverse");
    }

    @ParameterizedTest
    @CsvSource({"000000010000, 10000, 00", "000000000000, , 00", "000000025000, , 13", "00000001000x, , 30"})
    void aReversalInPartSaysWhatStays(String sent, Long stays, String code) {
        CardMessage reversal = Terminal.like(
                TestPort.following(TestPort.purchase("0100", "000001"), "0420", "000009"),
                "0420",
                Map.of(95, sent + "0".repeat(12) + "C00000000C00000000"));

        assertThat(ask(reversal).needed(39)).isEqualTo(code);
        if (code.equals("00")) {
            assertThat(((Reversal) with()).stays()).isEqualTo(stays);
            assertThat(((Reversal) with()).amount()).isNull();
        } else {
            assertThat(door.calls).isEmpty();
        }
    }

    @Test
    void whatStaysOfAPurchaseAbroadIsThatPartOfWhatIsBilled() {
        CardMessage abroad = Terminal.like(
                TestPort.following(TestPort.purchase("0100", "000001"), "0420", "000009"),
                "0420",
                Map.of(
                        4, "000000010000",
                        6, "000000830000",
                        49, "840",
                        51, "356",
                        95, "000000004000" + "0".repeat(12) + "C00000000C00000000"));

        assertThat(ask(abroad).needed(39)).isEqualTo("00");
        assertThat(((Reversal) with()).stays()).isEqualTo(332_000);
    }

    @Test
    void aClearingThatNamesItsHoldClearsIt() {
        CardMessage first = TestPort.purchase("0100", "000001");
        ask(Terminal.like(
                TestPort.following(first, "0220", "000002"), "0220", Map.of(4, "000000010000", 37, "632610000001")));

        assertThat(with())
                .isEqualTo(new Clearing(
                        "iso8583/1234/20261122/0220/000002/632610000001",
                        new Original.BySource("iso8583/1234/20261122/0100/000001/632610000001"),
                        new CardName.ByToken(FakeVault.TOKEN),
                        10_000,
                        true));
    }

    @ParameterizedTest
    @CsvSource({"0200", "0220"})
    void aRefundNamesWhatItGivesBack(String type) {
        CardMessage first = TestPort.purchase("0200", "000001");
        CardMessage refund =
                Terminal.like(TestPort.following(first, type, "000002"), type, Map.of(3, "200000", 37, "632610000001"));

        assertThat(ask(refund).needed(39)).isEqualTo("00");
        assertThat(with())
                .isEqualTo(new Refund(
                        "iso8583/1234/20261122/" + type + "/000002/632610000001",
                        new Original.BySource("iso8583/1234/20261122/0200/000001/632610000001"),
                        new CardName.ByToken(FakeVault.TOKEN),
                        25_000));
        assertThat(ask(Terminal.like(refund, type, Map.of(90, ""))).needed(39)).isEqualTo("30");
    }

    @Test
    void whatNobodyOffersIsRefused() {
        CardMessage purchase = TestPort.purchase("0100", "000001");
        CardMessage undone = TestPort.following(purchase, "0420", "000002");

        assertThat(ask(Terminal.like(purchase, "0100", Map.of(3, "210000"))).needed(39))
                .isEqualTo("12");
        assertThat(ask(Terminal.like(purchase, "0100", Map.of(3, "200000"))).needed(39))
                .isEqualTo("12");
        assertThat(ask(Terminal.like(undone, "0420", Map.of(3, "200000"))).needed(39))
                .isEqualTo("12");
        assertThat(ask(Terminal.like(undone, "0420", Map.of(90, ""))).needed(39))
                .isEqualTo("30");
        assertThat(ask(Terminal.like(purchase, "0100", Map.of(4, "000000000000")))
                        .needed(39))
                .isEqualTo("13");
        assertThat(ask(Terminal.like(purchase, "0100", Map.of(2, "2004010123456785")))
                        .needed(39))
                .isEqualTo("14");
        assertThat(door.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "000000, 051, 00, 5812, POS",
        "000000, 901, 00, 5812, POS",
        "000000, 071, 00, 5812, CONTACTLESS",
        "000000, 911, 00, 5812, CONTACTLESS",
        "000000, 812, 59, 5812, ONLINE",
        "000000, 012, 00, 5812, ONLINE",
        "000000, 102, 00, 5812, ONLINE",
        "000000, 051, 08, 5812, ONLINE",
        "010000, 051, 00, 6010, ATM",
        "000000, 051, 00, 6011, ATM",
        "090000, 051, 00, 5411, POS"
    })
    void theChannelIsReadFromHowTheCardWasShown(
            String processing, String entry, String condition, String category, PurchaseChannel channel) {
        assertThat(purchased(Map.of(3, processing, 22, entry, 25, condition, 18, category))
                        .channel())
                .isEqualTo(channel);
    }

    @Test
    void aMerchantWhoPaysOutCashSaysSo() {
        assertThat(purchased(Map.of(3, "090000")).paysCash()).isTrue();
        assertThat(purchased(Map.of(3, "000000")).paysCash()).isFalse();
        assertThat(purchased(Map.of(3, "010000")).paysCash()).isTrue();
    }

    @Test
    void anySignOfAnotherCountryMakesItInternational() {
        assertThat(purchased(Map.of(19, "356")).international()).isFalse();
        assertThat(purchased(Map.of(19, "784")).international()).isTrue();
        assertThat(purchased(Map.of(43, "UDUPI CAFE               DUBAI        AE"))
                        .international())
                .isTrue();
        assertThat(purchased(Map.of(43, "")).international()).isFalse();
        Purchase dollars = purchased(Map.of(49, "840", 4, "000000000300", 51, "356", 6, "000000025111"));
        assertThat(dollars.international()).isTrue();
        assertThat(dollars.amount()).isEqualTo(25_111);
    }

    @Test
    void aDayWithoutAYearIsTheNearest() {
        Clock newYear = Clock.fixed(Instant.parse("2027-01-01T00:00:30Z"), ZoneOffset.UTC);

        assertThat(AskedPurchase.date("1231", newYear, 7)).isEqualTo(LocalDate.of(2026, 12, 31));
        assertThat(AskedPurchase.date("0101", newYear, 7)).isEqualTo(LocalDate.of(2027, 1, 1));
        assertThat(AskedPurchase.date("0101", TestPort.CLOCK, 7)).isEqualTo(LocalDate.of(2027, 1, 1));
    }

    @Test
    void aPinIsOpenedAndHandedOn() {
        // 04 1234 and 06 123456, each added to 0000 401012345678.
        assertThat(purchased(Map.of(52, PinBlocksTest.encrypted("041274EFEDCBA987")))
                        .shown()
                        .pin())
                .isEqualTo(new Secret<>("1234"));
        CardMessage purchase = TestPort.purchase("0100", "000002");
        int calls = door.calls.size();

        assertThat(ask(Terminal.like(purchase, "0100", Map.of(52, PinBlocksTest.encrypted("06127446EDCBA987"))))
                        .needed(39))
                .isEqualTo("55");
        assertThat(ask(Terminal.like(purchase, "0100", Map.of(52, "0".repeat(16))))
                        .needed(39))
                .isEqualTo("96");
        assertThat(ask(messages("live"), Terminal.like(purchase, "0100", Map.of(52, "0".repeat(16))), false)
                        .needed(39))
                .isEqualTo("96");
        assertThat(door.calls).hasSize(calls);
    }

    @Test
    void aPartThatWasApprovedIsTold() {
        door.answers = _ -> new Approved("ECA1234567890", "A1B2C3", 10_000, -500, false);

        CardMessage answer = ask(TestPort.purchase("0200", "000001"));

        assertThat(answer.needed(39)).isEqualTo("10");
        assertThat(answer.needed(4)).isEqualTo("000000010000");
        assertThat(answer.text(54)).isEqualTo("0002356D000000000500");
    }

    @ParameterizedTest
    @EnumSource(DeclineReason.class)
    void everyReasonHasACodeAndIsToldWhereItIsWanted(DeclineReason reason) {
        door.answers = _ -> new Declined("ECA1234567890", reason, "dtd", 4_200L, false);
        CardMessage purchase = TestPort.purchase("0100", "000001");

        CardMessage told = ask(purchase);
        CardMessage untold = ask(messages, purchase, false);

        assertThat(told.needed(39)).matches("[0-9]{2}").isNotIn("00", "10");
        assertThat(told.text(44)).isEqualTo(reason.name());
        assertThat(told.text(48)).isEqualTo("7013ECA1234567890" + "7103dtd" + "72044200");
        assertThat(told.text(38)).isNull();
        assertThat(untold.needed(39)).isEqualTo(told.needed(39));
        assertThat(untold.text(44)).isNull();
        assertThat(untold.text(48)).isEqualTo("7013ECA1234567890");
    }

    @Test
    void whatGoesWrongIsAnAnswerToo() {
        CardMessage purchase = TestPort.purchase("0100", "000001");
        door.answers = _ -> {
            throw Refusal.retryAfter(CommonError.QUEUE_FULL, "full", Duration.ofSeconds(1));
        };
        assertThat(ask(purchase).needed(39)).isEqualTo("91");
        door.answers = _ -> {
            throw Refusal.ofField(CommonError.FIELD_INVALID, "source", "is too long");
        };
        assertThat(ask(purchase).needed(39)).isEqualTo("30");
        door.answers = _ -> {
            throw new IllegalStateException("a fault");
        };
        assertThat(ask(purchase).needed(39)).isEqualTo("96");
    }
}
