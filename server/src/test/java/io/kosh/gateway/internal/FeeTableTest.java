package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.internal.FeeTable.Merchant;
import io.kosh.gateway.internal.FeeTable.Payer;
import io.kosh.gateway.internal.FeeTable.Price;
import io.kosh.gateway.internal.FeeTable.Sort;
import io.kosh.kernel.Rate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeeTableTest {
    private static final long THOUSAND = 1_000_00;

    private final Map<FeeTable.Key, Price> rules = new HashMap<>();

    private FeeTable table() {
        return new FeeTable(rules, new Rate(1800));
    }

    private void rule(Sort sort, PaymentMode mode, String qualifier, int basisPoints, long fixed) {
        rules.put(new FeeTable.Key(sort, mode, qualifier), new Price(new Rate(basisPoints), fixed, null));
    }

    private long surcharge(PaymentMode mode, String qualifier, @Nullable String acquirer) {
        return table().charge(mode, qualifier, acquirer, THOUSAND).surcharge();
    }

    @Test
    void chargesSurchargeAndConvenienceFeeTogetherAndTheTaxOnTheirSum() {
        rule(Sort.SC, PaymentMode.CREDIT_CARD, "VISA", 150, 0);
        rule(Sort.CF, PaymentMode.CREDIT_CARD, "DEFAULT", 0, 5_00);

        // total = amount + (surcharge + convenience) * (1 + surchargeGst / 100): 1000 + (15 + 5) * 1.18
        Payer payer = table().charge(PaymentMode.CREDIT_CARD, "VISA", null, THOUSAND);
        assertThat(payer).isEqualTo(new Payer(20_00, 3_60));
        assertThat(THOUSAND + payer.total()).isEqualTo(1_023_60);
    }

    @Test
    void looksUnderTheSpecificKeyThenTheAcquirerThenTheDefault() {
        rule(Sort.SC, PaymentMode.DEBIT_CARD, "DEFAULT", 0, 3_00);
        assertThat(surcharge(PaymentMode.DEBIT_CARD, "VISA", "ACQ")).isEqualTo(3_00);
        rule(Sort.SC, PaymentMode.DEBIT_CARD, "ACQ", 0, 2_00);
        assertThat(surcharge(PaymentMode.DEBIT_CARD, "VISA", "ACQ")).isEqualTo(2_00);
        rule(Sort.SC, PaymentMode.DEBIT_CARD, "VISA", 0, 1_00);
        assertThat(surcharge(PaymentMode.DEBIT_CARD, "VISA", "ACQ")).isEqualTo(1_00);
        assertThat(surcharge(PaymentMode.DEBIT_CARD, "RUPAY", "ACQ")).isEqualTo(2_00);
        assertThat(surcharge(PaymentMode.DEBIT_CARD, "RUPAY", "OTHER")).isEqualTo(3_00);
    }

    @Test
    void takesAnExplicitZeroForAnAnswer() {
        rule(Sort.SC, PaymentMode.NET_BANKING, "DEFAULT", 0, 10_00);
        rule(Sort.SC, PaymentMode.NET_BANKING, "HDFC", 0, 0);

        assertThat(surcharge(PaymentMode.NET_BANKING, "HDFC", null)).isZero();
        assertThat(surcharge(PaymentMode.NET_BANKING, "SBI", null)).isEqualTo(10_00);
    }

    @ParameterizedTest
    @EnumSource(
            value = PaymentMode.class,
            names = {"CREDIT_CARD", "DEBIT_CARD", "PREPAID_CARD", "CORPORATE_CARD"})
    void looksForTheSpecialAcquirerAmongPrepaidCardsFirstAndCreditCardsThen(PaymentMode mode) {
        rule(Sort.SC, mode, "DEFAULT", 0, 9_00);
        rule(Sort.SC, PaymentMode.CREDIT_CARD, "ENKASH_D2I", 0, 2_00);
        assertThat(surcharge(mode, "VISA", "ENKASH_D2I")).isEqualTo(2_00);
        rule(Sort.SC, PaymentMode.PREPAID_CARD, "ENKASH_D2I", 0, 1_00);
        assertThat(surcharge(mode, "VISA", "ENKASH_D2I")).isEqualTo(1_00);
        rule(Sort.SC, mode, "VISA", 0, 4_00);
        assertThat(surcharge(mode, "VISA", "ENKASH_D2I")).isEqualTo(4_00);
    }

    @Test
    void looksForAnAcquirerOfCardsOnly() {
        rule(Sort.SC, PaymentMode.UPI, "DEFAULT", 0, 1_00);
        rule(Sort.SC, PaymentMode.UPI, "ACQ", 0, 7_00);

        assertThat(table().charge(PaymentMode.UPI, null, "ACQ", THOUSAND).surcharge())
                .isEqualTo(1_00);
    }

    @Test
    void chargesNothingWithoutARule() {
        assertThat(table().charge(PaymentMode.WALLET, "PAYTM", null, THOUSAND)).isEqualTo(new Payer(0, 0));
        assertThat(table().fee(PaymentMode.WALLET, "PAYTM", null, THOUSAND)).isEqualTo(new Merchant(0, 0));
        assertThat(table().surcharges(THOUSAND)).isEmpty();
    }

    @Test
    void showsEveryKeyInRupees() {
        rule(Sort.SC, PaymentMode.UPI, "DEFAULT", 0, 0);
        rule(Sort.CF, PaymentMode.WALLET, "PAYTM", 100, 0);
        rule(Sort.SC, PaymentMode.NET_BANKING, "HDFC", 0, 12_50);
        rule(Sort.SC, PaymentMode.CREDIT_CARD, "VISA", 199, 0);
        rule(Sort.SC, PaymentMode.DEBIT_CARD, "RUPAY", 0, 1);
        rule(Sort.PF, PaymentMode.PREPAID_CARD, "ENKASH_D2I", 200, 0);
        rule(Sort.SC, PaymentMode.CORPORATE_CARD, "AMEX", 333, 0);

        assertThat(table().surcharges(99_99))
                .isEqualTo(Map.of(
                        "SC_UP_DEFAULT", "0.00",
                        "CF_WA_PAYTM", "1.00",
                        "SC_NB_HDFC", "12.50",
                        "SC_CC_VISA", "1.99",
                        "SC_DC_RUPAY", "0.01",
                        "PF_PC_ENKASH_D2I", "2.00",
                        "SC_BC_AMEX", "3.33"));
    }

    @Test
    void doesNotChargeThePayerWhatTheMerchantPays() {
        rule(Sort.PF, PaymentMode.CREDIT_CARD, "DEFAULT", 200, 0);

        assertThat(table().charge(PaymentMode.CREDIT_CARD, "VISA", null, THOUSAND))
                .isEqualTo(new Payer(0, 0));
        assertThat(table().fee(PaymentMode.CREDIT_CARD, "VISA", null, THOUSAND)).isEqualTo(new Merchant(20_00, 3_60));
    }

    @Test
    void capsAFee() {
        rules.put(new FeeTable.Key(Sort.PF, PaymentMode.DEBIT_CARD, "DEFAULT"), new Price(new Rate(90), 0, 1_000_00L));

        assertThat(table().fee(PaymentMode.DEBIT_CARD, "VISA", null, 2_00_000_00)
                        .fee())
                .isEqualTo(1_000_00);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 99, 117, 118, 119, 1_000})
    void neverTakesMoreThanTheAmountFromTheMerchant(long amount) {
        rule(Sort.PF, PaymentMode.UPI, "DEFAULT", 0, 1_00);

        Merchant merchant = table().fee(PaymentMode.UPI, null, null, amount);
        assertThat(merchant.fee() + merchant.gst()).isLessThanOrEqualTo(amount);
        assertThat(merchant.fee()).isNotNegative();
        assertThat(merchant.gst()).isNotNegative();
    }
}
