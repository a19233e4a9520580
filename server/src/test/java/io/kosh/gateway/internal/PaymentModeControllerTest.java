package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class PaymentModeControllerTest {
    private final MerchantShop shop = MerchantShop.fresh();

    private List<String> modes(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().get("payload").findValuesAsString("paymentMode");
    }

    @Test
    void whatTheMerchantOffersIsListed() {
        assertThat(modes(shop.get("/api/v0/merchant/payment-modes"))).hasSize(8);
        assertThat(shop.fixture()
                        .api()
                        .put("/api/v1/gateway/settings", Map.of("modes", List.of("UPI", "DEBIT_CARD")))
                        .status())
                .isEqualTo(200);

        Reply fewer = shop.get("/api/v0/merchant/payment-modes");

        assertThat(modes(fewer)).containsExactlyInAnyOrder("UPI", "DEBIT_CARD");
        assertThat(fewer.body()).contains("COLLECT", "RUPAY").doesNotContain("bankList");
    }

    @Test
    void whatNobodyLendsForAnAmountIsAbsent() {
        assertThat(modes(shop.get("/api/v0/merchant/payment-modes?amount=1000")))
                .contains("PAY_LATER");
        assertThat(modes(shop.get("/api/v0/merchant/payment-modes?amount=900000")))
                .doesNotContain("PAY_LATER");
        MerchantShop.refused(shop.get("/api/v0/merchant/payment-modes?amount=-1"), 400, "amount");
    }

    @Test
    void aTokenAndItsAccessKeyAreNeeded() {
        assertThat(Api.of(shop.server()).get("/api/v0/merchant/payment-modes").status())
                .isEqualTo(401);
        MerchantShop.refused(shop.fixture().api().get("/api/v0/merchant/payment-modes"), 400, "merchantAccessKey");
    }
}
