package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.cards.internal.PrepaidLimits.Rule;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Asset;
import io.kosh.ledger.LimitUse;
import io.kosh.platform.ShippedLines;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrepaidLimitsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    private final PrepaidLimits shipped = new PrepaidLimits(PrepaidLimits.shipped(), 10_000);

    @Test
    void theDirectionsOf2021AreInForce() {
        Rule small = shipped.inForce(AccountType.RELOADABLE_GPR, Kyc.MINIMUM, TODAY);
        assertThat(small.balance()).isEqualTo(1_000_000L);
        assertThat(small.month()).isEqualTo(1_000_000L);
        assertThat(small.year()).isEqualTo(12_000_000L);
        Rule full = shipped.inForce(AccountType.MEAL, Kyc.FULL, TODAY);
        assertThat(full.balance()).isEqualTo(20_000_000L);
        assertThat(full.month()).isNull();
        assertThat(full.year()).isNull();
    }

    @Test
    void aGiftHasALimitOfItsOwnWhoeverHoldsIt() {
        for (Kyc kyc : Kyc.values()) {
            assertThat(shipped.inForce(AccountType.GIFT, kyc, TODAY).balance()).isEqualTo(1_000_000L);
        }
    }

    @Test
    void whoIsNotKnownHasTheLimitsOfTheLeastKnown() {
        assertThat(shipped.inForce(AccountType.FUEL, Kyc.NONE, TODAY))
                .isEqualTo(shipped.inForce(AccountType.FUEL, Kyc.MINIMUM, TODAY));
    }

    @Test
    void aNewerRuleCountsFromItsDayAndARuleOfTheTypeBeforeOneForAll() {
        PrepaidLimits limits = new PrepaidLimits(PrepaidLimits.read(ShippedLines.in("""
                # what is written here does not count
                2021-08-27,*,*,100,,,yes
                2026-11-22,*,*,200,,,yes
                2021-08-27,MEAL,*,50,,,no

                """)), 1);

        assertThat(limits.inForce(AccountType.FUEL, Kyc.FULL, TODAY.minusDays(1))
                        .balance())
                .isEqualTo(10_000L);
        assertThat(limits.inForce(AccountType.FUEL, Kyc.FULL, TODAY).balance()).isEqualTo(20_000L);
        assertThat(limits.inForce(AccountType.MEAL, Kyc.FULL, TODAY).balance()).isEqualTo(5_000L);
        assertThatThrownBy(() -> limits.inForce(AccountType.FUEL, Kyc.FULL, LocalDate.of(2020, 1, 1)))
                .isInstanceOf(IllegalStateException.class);
        for (String wrong : List.of("2021-08-27,*,*,100", "2021-08-27,*,*,100,,,maybe")) {
            assertThatThrownBy(() -> PrepaidLimits.read(List.of(wrong))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void nothingOfAGiftIsPaidOutInCash() {
        assertThat(shipped.noCash(card(AccountType.GIFT, Kyc.FULL, 2), TODAY)).isEqualTo("cash:GIFT");
        assertThat(shipped.noCash(card(Kyc.MINIMUM, 2), TODAY)).isNull();
        assertThat(shipped.noCash(card(Kyc.FULL, 2), TODAY)).isNull();
        assertThat(new PrepaidLimits(PrepaidLimits.read(List.of("2021-08-27,*,FULL,100,,,no")), 1)
                        .noCash(card(Kyc.FULL, 2), TODAY))
                .isEqualTo("cash:FULL");
    }

    private static Card card(Kyc kyc, int accepted) {
        return card(AccountType.RELOADABLE_GPR, kyc, accepted);
    }

    private static Card card(AccountType type, Kyc kyc, int accepted) {
        return new Card(
                7,
                "EKC0000001",
                new Card.Account(3, "CA0000001", type, Asset.INR, CardAccountState.ACTIVE),
                "EK000001",
                "00112233445566778899",
                "2004 01XX XXXX XX87",
                YearMonth.of(2031, 11),
                CardState.ACTIVE,
                false,
                new Card.Gates(kyc, accepted, 2),
                new Holder("Mr", "Test", "M", "test@example.com", "6667778889"));
    }

    @Test
    void aLoadCountsInItsMonthAndItsYearAndIsComparedWithWhatMayBeOnTheCard() {
        AccountRef account = card(Kyc.MINIMUM, 2).ledgerAccount();

        assertThat(shipped.ofLoad(card(Kyc.MINIMUM, 2), 500, TODAY))
                .containsExactly(
                        new LimitUse(account, "cards.load-month", "2026-11", 500, 1_000_000),
                        new LimitUse(account, "cards.load-year", "FY2026", 500, 12_000_000),
                        LimitUse.ofBalance(account, "cards.balance", 1_000_000));
        assertThat(shipped.ofLoad(card(Kyc.FULL, 2), 500, TODAY))
                .containsExactly(
                        new LimitUse(account, "cards.load-month", "2026-11", 500, Long.MAX_VALUE),
                        new LimitUse(account, "cards.load-year", "FY2026", 500, Long.MAX_VALUE),
                        LimitUse.ofBalance(account, "cards.balance", 20_000_000));
        assertThat(shipped.ofLoad(card(Kyc.FULL, 1), 500, TODAY).getLast())
                .isEqualTo(LimitUse.ofBalance(account, "cards.gate", 10_000));
    }

    @Test
    void eachRefusalNamesItsLimit() {
        assertThat(shipped.refusal(card(Kyc.MINIMUM, 2), "cards.load-year", TODAY)
                        .detail())
                .isEqualTo("At most 120000 rupees may be loaded onto the card in a financial year");
        assertThat(shipped.refusal(card(Kyc.MINIMUM, 2), "cards.load-year", TODAY)
                        .code())
                .isEqualTo(CardError.CARD_YEARLY_LOAD_LIMIT);
    }

    @Test
    void aCardIsUnusableForTheFirstReason() {
        assertThat(card(Kyc.FULL, 2).unusable(TODAY)).isNull();
        assertThat(card(Kyc.FULL, 1).unusable(TODAY)).isEqualTo(Unusable.TERMS_NOT_ACCEPTED);
        assertThat(card(Kyc.NONE, 1).unusable(TODAY)).isEqualTo(Unusable.KYC_MISSING);
        assertThat(card(Kyc.NONE, 1).unusable(LocalDate.of(2031, 12, 1))).isEqualTo(Unusable.EXPIRED);
        assertThat(card(Kyc.FULL, 2).unusable(LocalDate.of(2031, 11, 30))).isNull();
        assertThat(card(Kyc.FULL, 2).in(CardState.LOCKED).unusable(TODAY)).isEqualTo(Unusable.LOCKED);
        assertThat(card(Kyc.FULL, 2).in(CardState.ACTIVATING).unusable(TODAY)).isEqualTo(Unusable.NOT_ACTIVATED);
        assertThat(card(Kyc.FULL, 2).in(CardState.BLOCKED).unusable(TODAY)).isEqualTo(Unusable.BLOCKED);
    }

    @Test
    void aCardIsOverWhenItIsBlockedOrHasExpired() {
        assertThat(card(Kyc.FULL, 2).isOver(LocalDate.of(2031, 11, 30))).isFalse();
        assertThat(card(Kyc.FULL, 2).isOver(LocalDate.of(2031, 12, 1))).isTrue();
        assertThat(card(Kyc.FULL, 2).in(CardState.LOCKED).isOver(TODAY)).isFalse();
        assertThat(card(Kyc.FULL, 2).in(CardState.BLOCKED).isOver(TODAY)).isTrue();
    }

    @Test
    void aFinancialYearBeginsInApril() {
        assertThat(PrepaidLimits.financialYear(LocalDate.of(2027, 3, 31))).isEqualTo("FY2026");
        assertThat(PrepaidLimits.financialYear(LocalDate.of(2027, 4, 1))).isEqualTo("FY2027");
    }
}
