package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogMaskingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "4111 1111 1111 1111",
                "4111-1111-1111-1111",
                "4111+1111+1111+1111",
                "/users/4111%201111%201111%201111",
                "card 378282246310005 declined",
                "{\"pan\":\"5555555555554444\"}",
                "6011000990139424,"
            })
    void cardNumbersAreMasked(String text) {
        assertThat(LogMasking.mask(text)).contains("***").doesNotContainPattern("[0-9]{4}");
    }

    @Test
    void aOneTimeCodeIsMaskedAndOtherCodesAreNot() {
        assertThat(LogMasking.mask(quoted("{'code': '493817'}"))).isEqualTo(quoted("{'code': '***'}"));
        String others = quoted("{'code':0,'more':{'code':'SIGNUP'}}");
        assertThat(LogMasking.mask(others)).isEqualTo(others);
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer abcDEF123456_-.x",
                "authorization=Basic a29zaDphYmNERUYxMjM0NTY=",
                "{\"clientSecret\":\"abcDEF123456\"}",
                "{\"secretKey\":\"abcDEF123456\"}",
                "password=abcDEF123456&grant_type=password",
                "refresh_token: abcDEF123456",
                "{\"pinBlock\":\"abcDEF123456\"}",
                "{\"mfaCode\":\"abcDEF123456\"}",
                "{\"viewLink\":\"http://localhost:8080/cards/view/abcDEF123456\"}",
                "{\"paylod\":{\"voucherDetailsList\":[{\"cardNumber\":\"abcDEF123456\"}]}}",
                "voucherCode=abcDEF123456",
                "the otp=abcDEF123456"
            })
    void credentialsAreMasked(String text) {
        assertThat(LogMasking.mask(text)).contains("***").doesNotContain("abcDEF123456", "a29zaD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\":\"ab\\\"abcDEF123456\"}",
                "{\"password\" : \"ab\\\\\\\"abcDEF123456\", \"a\":1}",
                "{\"password\":\"ab\\\"abcDEF123456",
                "{\"password\":\"abcDEF123456\\",
                "{'pin':'abcDEF123456",
                "{\"body\":\"{\\\"otp\\\":\\\"abcDEF123456\\\"}\"}",
                "{\"body\":\"{\\\"otp\\\":\\\"ab\\\\\\\"abcDEF123456\\\"}\"}",
                "password=p,abcDEF123456",
                "password=p;abcDEF123456&grant_type=password",
                "username=a&password=p'abcDEF123456"
            })
    void aValueEndsWhereItEndsAndNotBefore(String text) {
        assertThat(LogMasking.mask(text)).contains("***").doesNotContain("abcDEF123456");
    }

    @Test
    void whatStandsBehindAValueStays() {
        assertThat(LogMasking.mask("{\"otp\":482913,\"password\":\"a\\\"b\",\"amount\":5}"))
                .isEqualTo("{\"otp\":***,\"password\":***,\"amount\":5}");
        assertThat(LogMasking.mask("{\"body\":\"{\\\"otp\\\":\\\"482913\\\",\\\"amount\\\":5}\"}"))
                .contains("amount\\\":5")
                .doesNotContain("482913");
        assertThat(LogMasking.mask("password=p,q&grant_type=x")).isEqualTo("password=***&grant_type=x");
    }

    @Test
    void aLongValueIsMaskedToo() {
        assertThat(LogMasking.mask("{\"secret\":\"" + "a\\\"".repeat(200_000) + "\"}"))
                .isEqualTo("{\"secret\":***}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request",
                "/api/v0/enkash-coins/WCC024845",
                "amount 1000000000",
                "1234567890123456",
                "2026-11-22T03:18:09.513964919Z",
                "RQRH25XSL44BMIFA4M"
            })
    void ordinaryTextStaysAsItIs(String text) {
        assertThat(LogMasking.mask(text)).isEqualTo(text);
    }

    @Test
    void nothingStaysNothing() {
        assertThat(LogMasking.mask(null)).isNull();
    }
}
