package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.kernel.Refusal;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("store")
class UpiLimitsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    private final UpiLimits limits = new UpiLimits();

    @ParameterizedTest
    @CsvSource({
        "USUAL,2025-09-14,10000000",
        "USUAL,2026-11-23,10000000",
        "INSURANCE,2025-09-14,10000000",
        "INSURANCE,2025-09-15,50000000",
        "JEWELLERY,2026-11-23,20000000",
    })
    void theNewestLimitOfTheMerchantsKindCounts(UpiMerchant kind, LocalDate day, long most) {
        assertThat(limits.most(kind, day)).isEqualTo(most);
    }

    @ParameterizedTest
    @EnumSource(UpiMerchant.class)
    void everyKindButTheUsualHasALimitOfItsOwn(UpiMerchant kind) {
        long usual = limits.most(UpiMerchant.USUAL, TODAY);

        assertThat(limits.most(kind, TODAY) > usual).isEqualTo(kind != UpiMerchant.USUAL);
    }

    @Test
    void theLimitItselfIsPaidAndAPaisaMoreIsRefused() {
        MerchantProfile merchant = MerchantProfile.usual("Shop");
        limits.check(merchant, 10_000_000, TODAY);

        assertThatThrownBy(() -> limits.check(merchant, 10_000_001, TODAY))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(GatewayError.UPI_LIMIT);
                    assertThat(refusal.detail()).contains("100000.00");
                });
    }

    private static Reply pay(MerchantShop shop, PaymentOrder order) {
        return shop.post(
                "/api/v0/payment/submit",
                Map.of(
                        "orderId",
                        order.orderId(),
                        "paymentDetail",
                        Map.of("paymentMode", "UPI", "vpa", "pending@kosh")));
    }

    @Test
    void anOrderAboveTheLimitIsPaidOtherwise() {
        MerchantShop shop = MerchantShop.fresh();
        PaymentOrder order = shop.made("RICH", "100000.01");
        PaymentOrder least = shop.made("JUST", "100000.00");

        MerchantShop.refused(pay(shop, order), 422, "at most 100000.00 rupees");
        MerchantShop.refused(
                shop.post(
                        "/api/v0/payment/submit",
                        Map.of("orderId", order.orderId(), "paymentDetail", Map.of("paymentMode", "UPI"))),
                422,
                "at most 100000.00 rupees");

        assertThat(shop.order(order.orderId()).attempts()).isZero();
        assertThat(pay(shop, least).status()).isEqualTo(200);
        Api browser = Api.of(shop.server());
        String page = browser.get("/v1/pay/" + order.orderId()).body();
        assertThat(page).contains("UPI pays at most ₹1,00,000.00 at once").doesNotContain("id=\"way-upi\"");
        assertThat(browser.get("/v1/pay/" + least.orderId()).body())
                .contains("id=\"way-upi\"")
                .doesNotContain("UPI pays at most");
        assertThat(shop.get("/api/v0/merchant/payment-modes?amount=100000.01").body())
                .doesNotContain("\"UPI\"");
    }

    @Test
    void aMerchantOfAVerifiedKindTakesMore() {
        MerchantShop shop = MerchantShop.fresh();
        Reply set = Objects.requireNonNull(
                shop.fixture().api().put("/api/v1/gateway/settings", Map.of("upiMerchant", "TRAVEL")));
        assertThat(set.text("upiMerchant")).as(set.body()).isEqualTo("TRAVEL");

        assertThat(pay(shop, shop.made("TRIP", "500000.00")).status()).isEqualTo(200);
        MerchantShop.refused(pay(shop, shop.made("TOUR", "500000.01")), 422, "at most 500000.00 rupees");
    }
}
