package io.kosh.rails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.kernel.CompanyKey;
import io.kosh.rails.UpiLink.App;
import io.kosh.rails.UpiLink.Mode;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpiLinkTest {
    private static final UpiLink DINNER = new UpiLink(
            "udupi.cafe@kosh",
            "Udupi Cafe & Sons",
            "5812",
            "EK1790000000000AB1CD",
            "Dinner for 2 + tip",
            123_450L,
            Mode.INTENT);

    @Test
    void aLinkIsWrittenAsTheLinkingSpecificationWantsIt() {
        assertThat(DINNER.text())
                .isEqualTo("upi://pay?pa=udupi.cafe@kosh&pn=Udupi%20Cafe%20%26%20Sons&mc=5812"
                        + "&tr=EK1790000000000AB1CD&tn=Dinner%20for%202%20%2B%20tip&am=1234.50&cu=INR&mode=04");
    }

    @ParameterizedTest
    @ValueSource(strings = {"phonepe://upi/pay?", "tez://upi/pay?", "paytmmp://upi/pay?", "upi://pay?"})
    void eachAppHasItsOwnStart(String start) {
        assertThat(Stream.of(App.values()).map(DINNER::text)).anyMatch(link -> link.startsWith(start + "pa="));
    }

    @ParameterizedTest
    @MethodSource("linksThatLast")
    void whatWasWrittenIsRead(UpiLink link) {
        assertThat(Stream.of(App.values()).map(link::text).map(UpiLink::read)).allMatch(link::equals);
    }

    static Stream<UpiLink> linksThatLast() {
        return Stream.of(
                DINNER,
                new UpiLink("a1@b1", "उडुपी कैफ़े", null, null, "रात का खाना 😀", 1L, Mode.DYNAMIC_QR),
                new UpiLink("kiosk_7-b@okbank", "100% = &?#+/", "0000", "A/b.c-d_e", null, null, Mode.STATIC_QR));
    }

    @Test
    void aNoteOfAPaymentIsNeverCutWithinACharacter() {
        RailPayment payment = new RailPayment(
                new CompanyKey(1),
                "CEK",
                "EK1",
                100,
                "K".repeat(120),
                "n".repeat(49) + "😀",
                Instant.EPOCH,
                null,
                null);

        UpiLink link = UpiLink.of(payment, "kosh@sandbox", null, Mode.DYNAMIC_QR);

        assertThat(link.note()).isEqualTo("n".repeat(49));
        assertThat(link.payeeName()).hasSize(99);
        assertThat(link.reference()).isEqualTo("EK1");
        assertThat(link.text()).endsWith("&am=1.00&cu=INR&mode=15");
    }

    @Test
    void aForeignLinkIsReadAsFarAsItIsUnderstood() {
        UpiLink link = UpiLink.read(
                " UPI://pay?pn=Shop&PA=shop@bank&am=5&mam=1&orgid=000000&mode=99&purpose=00&tn=&sign=x%3D ");

        assertThat(link).isEqualTo(new UpiLink("shop@bank", "Shop", null, null, null, 500L, Mode.UNSAID));
    }

    @Test
    void aPlusIsAPlus() {
        UpiLink link = Objects.requireNonNull(UpiLink.read("upi://pay?pa=shop@bank&pn=A+B&am=1.5"));

        assertThat(link.payeeName()).isEqualTo("A+B");
        assertThat(link.amountMinor()).isEqualTo(150L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://pay?pa=shop@bank",
                "upi://mandate?pa=shop@bank",
                "upi://pay",
                "upi://pay?",
                "upi://pay?pn=Shop",
                "upi://pay?pa=shop",
                "upi://pay?pa=shop@bank&pa=thief@bank",
                "upi://pay?pa=shop@bank&PA=thief@bank",
                "upi://pay?pa=shop@bank&am=1e3",
                "upi://pay?pa=shop@bank&am=-1",
                "upi://pay?pa=shop@bank&am=1.005",
                "upi://pay?pa=shop@bank&am=1,000.00",
                "upi://pay?pa=shop@bank&am=1&cu=USD",
                "upi://pay?pa=shop@bank&pn=%",
                "upi://pay?pa=shop@bank&pn=%4",
                "upi://pay?pa=shop@bank&pn=%FF",
                "upi://pay?pa=shop@bank&pn=a%00b",
                "upi://pay?pa=shop@bank&tr=a%20b",
                "javascript:alert(1)//upi://pay?pa=shop@bank"
            })
    void whatIsNoLinkToPayIsNone(String text) {
        assertThat(UpiLink.read(text)).isNull();
    }

    @Test
    void aLinkIsBounded() {
        assertThat(UpiLink.read("upi://pay?pa=shop@bank&x=" + "y".repeat(2_000)))
                .isNull();
    }

    @Test
    void aLinkOfNothingIsNotMade() {
        assertThatThrownBy(() -> new UpiLink("no vpa", "Shop", null, null, null, 1L, Mode.INTENT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UpiLink("shop@bank", "Shop", null, null, null, 0L, Mode.INTENT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UpiLink("shop@bank", "Shop", null, null, "n".repeat(51), 1L, Mode.INTENT))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
