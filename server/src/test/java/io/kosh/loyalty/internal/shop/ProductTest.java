package io.kosh.loyalty.internal.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.kernel.Refusal;
import io.kosh.loyalty.internal.shop.Product.Choice;
import io.kosh.loyalty.internal.shop.Product.Denomination;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProductTest {
    private static Denomination denomination(String id, long rupees, @Nullable Long most, int discount) {
        return new Denomination(id, "SKU", rupees * 100, most, discount, 0, 5, null, true);
    }

    private static Product product(Denomination... denominations) {
        return new Product("PC1", "B", "A", "C", "D", "T", "H", 30, 1, true, 0, List.of(denominations));
    }

    @Test
    void aPriceIsTheAmountLessItsDiscountToTheNearestPaisa() {
        assertThat(denomination("a", 500, null, 200).price()).isEqualTo(49_000);
        assertThat(denomination("a", 1, null, 333).price()).isEqualTo(97);
        assertThat(denomination("a", 1, null, 50).price()).isEqualTo(100);
        assertThat(denomination("a", 1, null, 9999).price()).isEqualTo(1);
    }

    @Test
    void anAmountIsChosenWithinItsRangeInWholeRupees() {
        Denomination any = denomination("a", 50, 500_000L, 0);

        assertThat(any.face("amount", null)).isEqualTo(5_000);
        assertThat(any.face("amount", 500_000L)).isEqualTo(500_000);
        for (long wrong : new long[] {4_900, 500_100, 5_050}) {
            assertThatThrownBy(() -> any.face("amount", wrong))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ShopError.AMOUNT_OUT_OF_RANGE))
                    .hasMessageContaining("from 50.00 to 5000.00");
        }
        assertThatThrownBy(() -> denomination("a", 50, null, 0).face("amount", 5_100L))
                .hasMessage("amount must be 50.00");
    }

    @Test
    void aFixedAmountIsFoundBeforeOneThatLeavesTheChoice() {
        Product both = product(denomination("any", 50, 500_000L, 0), denomination("fixed", 100, null, 0));

        assertThat(both.ofAmount("denomination", 10_000).id()).isEqualTo("fixed");
        assertThat(both.ofAmount("denomination", 20_000).id()).isEqualTo("any");
        assertThatThrownBy(() -> product(denomination("fixed", 100, null, 0)).ofAmount("denomination", 20_000))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ShopError.AMOUNT_NOT_OFFERED));
    }

    @Test
    void aCompanysDiscountTakesThePlaceOfTheDenominationsOwn() {
        Product own = product(denomination("a", 100, null, 200)).as(new Choice("PC1", true, 1000));

        assertThat(own.denomination("a").price()).isEqualTo(9_000);
        assertThat(own.discountPercent()).isEqualTo(10);
        assertThat(own.as(new Choice("PC1", false, null)).enabled()).isFalse();
        assertThat(own.as(null)).isSameAs(own);
    }
}
