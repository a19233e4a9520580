package io.kosh.loyalty.internal.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.loyalty.internal.shop.Shop.Denomination;
import io.kosh.testing.Api.Reply;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Where the code of a voucher is to be read: in one answer, and in no other.
@Tag("store")
class VoucherSecrecyTest {
    private final Shop shop = Shop.with(1000);

    @Test
    void anEventAndAnAnswerThatIsKeptHaveNoCode() {
        String product = shop.product(Denomination.of("A", 100));
        Reply placed = shop.order(product, 100, 1, "R1");
        shop.ended("R1");

        assertThat(placed.body()).doesNotContain("cardNumber", "pin");
        assertThat(shop.found("R1").body()).doesNotContain("cardNumber", "\"pin\"");
        assertThat(new OrderDetailsController.VoucherResponse("123", "4", java.time.LocalDateTime.MIN))
                .hasToString("a voucher");
    }
}
