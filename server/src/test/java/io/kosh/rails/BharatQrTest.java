package io.kosh.rails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BharatQrTest {
    private static final String VECTOR = "00020101021226420010A0000005240116merchant@sandbox02041.00"
            + "27310010A0000005240113ORD12345678905204541153033565406100.005802IN5913SANDBOX STORE6006MUMBAI"
            + "610640000162290513ORD12345678900708TERM00016304DD8A";
    private static final BharatQr STORE = new BharatQr(
            "merchant@sandbox",
            100L,
            "ORD1234567890",
            "5411",
            10_000L,
            "SANDBOX STORE",
            "MUMBAI",
            "400001",
            "TERM0001");

    @Test
    void theCheckIsThatOfCcittFalse() {
        assertThat(BharatQr.checkOf("123456789")).isEqualTo("29B1");
        assertThat(BharatQr.checkOf("")).isEqualTo("FFFF");
    }

    @Test
    void aCodeIsWrittenAsTheVectorShows() {
        assertThat(STORE.text()).isEqualTo(VECTOR);
    }

    @Test
    void theVectorIsRead() {
        assertThat(BharatQr.read(VECTOR)).isEqualTo(STORE);
        assertThat(BharatQr.read(VECTOR.replace("DD8A", "dd8a"))).isEqualTo(STORE);
    }

    @Test
    void aCodeThatIsPaidManyTimesNamesNoAmountAndNoPayment() {
        BharatQr kiosk = new BharatQr("kiosk@sandbox", null, null, "5812", null, "Café Udupi", "नई Delhi", null, null);

        assertThat(kiosk.text())
                .startsWith("00020101021126")
                .contains("5910Cafe Udupi6005Delhi6304")
                .doesNotContain("27310010");
        assertThat(BharatQr.read(kiosk.text())).isEqualTo(kiosk);
        assertThat(kiosk.link().mode()).isEqualTo(UpiLink.Mode.STATIC_QR);
    }

    @Test
    void longNamesAreCut() {
        BharatQr wordy = new BharatQr("a1@b1", null, "R1", "0000", 1L, "N".repeat(60), "C".repeat(60), null, null);

        assertThat(wordy.text()).contains("5925" + "N".repeat(25) + "6015" + "C".repeat(15) + "62");
        assertThat(wordy.link().amountMinor()).isEqualTo(1L);
    }

    static Stream<String> spoiled() {
        return Stream.of(
                "",
                "6304",
                "hello",
                VECTOR.substring(0, VECTOR.length() - 1),
                VECTOR.replace("100.00", "900.00"),
                VECTOR.replace("DD8A", "4880"),
                signed("0002015303356630"),
                signed("000201530335626030"),
                signed("0002015303840" + "26160103a@b".replace("26160103a@b", "26090105ab@bc")),
                signed("00020153033562609" + "0105ab@bc5204000054031e35802IN"),
                signed("00020153033562609" + "0105ab@bc2609" + "0105ab@bc52040000"));
    }

    private static String signed(String text) {
        return text + "6304" + BharatQr.checkOf(text + "6304");
    }

    @ParameterizedTest
    @MethodSource("spoiled")
    void whatIsNoCodeToPayIsNone(String text) {
        assertThat(BharatQr.read(text)).isNull();
    }

    @Test
    void aCodeToNobodyIsNotMade() {
        assertThatThrownBy(() -> new BharatQr("nobody", null, null, "0000", null, "N", "C", null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BharatQr("a1@b1", null, null, "food", null, "N", "C", null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
