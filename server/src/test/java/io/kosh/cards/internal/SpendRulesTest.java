package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.cards.CardAuthorizations.CardName;
import io.kosh.cards.CardAuthorizations.Merchant;
import io.kosh.cards.CardAuthorizations.Purchase;
import io.kosh.cards.CardAuthorizations.Shown;
import io.kosh.cards.DeclineReason;
import io.kosh.cards.PurchaseChannel;
import io.kosh.cards.internal.RemainingLimits.Has;
import io.kosh.cards.internal.SpendRules.Checks;
import io.kosh.cards.internal.SpendRules.CodeCheck;
import io.kosh.cards.internal.SpendRules.Known;
import io.kosh.ledger.Asset;
import io.kosh.platform.BusinessClock;
import io.kosh.vault.Vault.PinCheck;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Each rule by itself.
class SpendRulesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T06:30:00Z");
    private static final Checks UNCHECKED = Checks.NONE;

    private static Card card(AccountType type, CardState state, Card.Gates gates, YearMonth expiry) {
        return new Card(
                1,
                "EKC94AEX89",
                new Card.Account(1, "CAA8W45", type, Asset.INR, CardAccountState.ACTIVE),
                "EK8IHN4B",
                "0123456789abcdef0123",
                "2004 01XX XXXX XX87",
                expiry,
                state,
                false,
                gates,
                new Holder("Ms", "Asha", "F", "asha@example.com", "9600098867"));
    }

    private static Card card(AccountType type) {
        return card(type, CardState.ACTIVE, new Card.Gates(Kyc.FULL, 1, 1), YearMonth.of(2031, 11));
    }

    private static final Card CARD = card(AccountType.RELOADABLE_GPR);

    private static Purchase by(PurchaseChannel channel, long amount, String category) {
        return new Purchase(
                "S1",
                new CardName.ById(CARD.id()),
                amount,
                channel,
                false,
                new Merchant(category, null, null, null),
                null,
                Shown.NOTHING,
                false,
                false);
    }

    private static final Purchase MEAL = by(PurchaseChannel.POS, 25_000, "5812");

    private static Known known(SpendControls controls, Checks checks) {
        return at(NOON, controls, checks, null, List.of());
    }

    private static Known at(
            Instant now,
            SpendControls controls,
            Checks checks,
            @Nullable CategoryRule categories,
            List<PurchaseRule> rules) {
        return new Known(
                controls, checks, true, null, categories, rules, now, LocalDate.ofInstant(now, BusinessClock.ZONE));
    }

    private static final Known USUAL = known(SpendControls.USUAL, UNCHECKED);

    private static @Nullable DeclineReason reason(Card card, Purchase asked, Known known) {
        Verdict verdict = SpendRules.decline(card, asked, known);
        return verdict == null ? null : verdict.reason();
    }

    @Test
    void aCardThatMayPayPays() {
        assertThat(reason(CARD, MEAL, USUAL)).isNull();
    }

    @Test
    void stateExpiryAndGatesDecline() {
        Card.Gates passed = new Card.Gates(Kyc.FULL, 1, 1);
        YearMonth good = YearMonth.of(2031, 11);
        AccountType type = AccountType.RELOADABLE_GPR;
        assertThat(reason(card(type, CardState.ACTIVATING, passed, good), MEAL, USUAL))
                .isEqualTo(DeclineReason.CARD_NOT_ACTIVATED);
        assertThat(reason(card(type, CardState.LOCKED, passed, good), MEAL, USUAL))
                .isEqualTo(DeclineReason.CARD_LOCKED);
        assertThat(reason(card(type, CardState.BLOCKED, passed, good), MEAL, USUAL))
                .isEqualTo(DeclineReason.CARD_BLOCKED);
        assertThat(reason(card(type, CardState.ACTIVE, passed, YearMonth.of(2026, 10)), MEAL, USUAL))
                .isEqualTo(DeclineReason.CARD_EXPIRED);
        assertThat(reason(card(type, CardState.ACTIVE, passed, YearMonth.of(2026, 11)), MEAL, USUAL))
                .as("good through the last day of its month")
                .isNull();
        assertThat(reason(card(type, CardState.ACTIVE, new Card.Gates(Kyc.NONE, 1, 1), good), MEAL, USUAL))
                .isEqualTo(DeclineReason.KYC_REQUIRED);
        assertThat(reason(card(type, CardState.ACTIVE, new Card.Gates(Kyc.FULL, 1, 2), good), MEAL, USUAL))
                .isEqualTo(DeclineReason.TERMS_REQUIRED);
        Known gone = new Known(
                SpendControls.USUAL, UNCHECKED, false, null, null, List.of(), NOON, LocalDate.of(2026, 11, 22));
        assertThat(reason(CARD, MEAL, gone)).isEqualTo(DeclineReason.HOLDER_INACTIVE);
    }

    @Test
    void whatTheCardShowsMustBeItsOwn() {
        Purchase other = new Purchase(
                "S1",
                MEAL.card(),
                MEAL.amount(),
                MEAL.channel(),
                false,
                MEAL.merchant(),
                null,
                new Shown(null, null, YearMonth.of(2030, 1)),
                false,
                false);

        assertThat(reason(CARD, other, USUAL)).isEqualTo(DeclineReason.EXPIRY_WRONG);
        assertThat(reason(CARD, MEAL, known(SpendControls.USUAL, new Checks(PinCheck.WRONG, null))))
                .isEqualTo(DeclineReason.PIN_WRONG);
        assertThat(reason(CARD, MEAL, known(SpendControls.USUAL, new Checks(PinCheck.LOCKED, null))))
                .isEqualTo(DeclineReason.PIN_LOCKED);
        assertThat(reason(CARD, MEAL, known(SpendControls.USUAL, new Checks(PinCheck.NOT_SET, null))))
                .isEqualTo(DeclineReason.PIN_NOT_SET);
        assertThat(reason(CARD, MEAL, known(SpendControls.USUAL, new Checks(null, CodeCheck.WRONG))))
                .isEqualTo(DeclineReason.SECURITY_CODE_WRONG);
        assertThat(reason(CARD, MEAL, known(SpendControls.USUAL, new Checks(null, CodeCheck.LOCKED))))
                .isEqualTo(DeclineReason.SECURITY_CODE_LOCKED);
        assertThat(reason(CARD, MEAL, known(SpendControls.USUAL, new Checks(PinCheck.RIGHT, CodeCheck.RIGHT))))
                .isNull();
    }

    @Test
    void cashNeedsThePinAndSoDoesALargeTap() {
        assertThat(reason(CARD, by(PurchaseChannel.ATM, 100, "6011"), USUAL)).isEqualTo(DeclineReason.PIN_REQUIRED);
        assertThat(reason(CARD, by(PurchaseChannel.CONTACTLESS, 500_000, "5411"), USUAL))
                .isNull();
        assertThat(reason(CARD, by(PurchaseChannel.CONTACTLESS, 500_001, "5411"), USUAL))
                .isEqualTo(DeclineReason.PIN_REQUIRED);
    }

    private static Purchase withCashBack(long amount) {
        return new Purchase(
                "S1",
                MEAL.card(),
                amount,
                PurchaseChannel.POS,
                false,
                MEAL.merchant(),
                null,
                Shown.NOTHING,
                false,
                true);
    }

    @Test
    void cashBackIsCash() {
        Checks right = new Checks(PinCheck.RIGHT, null);
        SpendControls noCash = new SpendControls(true, true, false, false, true, null, Map.of(), ShadowLimits.NONE);

        assertThat(reason(CARD, withCashBack(100), USUAL)).isEqualTo(DeclineReason.PIN_REQUIRED);
        assertThat(reason(CARD, withCashBack(100), known(SpendControls.USUAL, right)))
                .isNull();
        assertThat(SpendRules.decline(CARD, withCashBack(100), known(noCash, right)))
                .isEqualTo(Verdict.of(DeclineReason.CHANNEL_NOT_ALLOWED, "atmAllowed"));
    }

    @Test
    void whatMayNotBePaidOutIsPaidOutNowhere() {
        Checks right = new Checks(PinCheck.RIGHT, null);
        Known gift = new Known(
                SpendControls.USUAL, right, true, "cash:GIFT", null, List.of(), NOON, LocalDate.of(2026, 11, 22));
        Verdict refused = Verdict.of(DeclineReason.CHANNEL_NOT_ALLOWED, "cash:GIFT");

        assertThat(SpendRules.decline(CARD, by(PurchaseChannel.ATM, 100, "6011"), gift))
                .isEqualTo(refused);
        assertThat(SpendRules.decline(CARD, withCashBack(100), gift)).isEqualTo(refused);
        assertThat(SpendRules.decline(CARD, MEAL, gift)).isNull();
        assertThat(RemainingLimits.binding(
                        PurchaseChannel.ATM, SpendControls.USUAL, "cash:GIFT", new Has(100, List.of())))
                .isEqualTo(new RemainingLimits.ByChannel(PurchaseChannel.ATM, 0, "cash:GIFT"));
        assertThat(RemainingLimits.binding(
                        PurchaseChannel.POS, SpendControls.USUAL, "cash:GIFT", new Has(100, List.of())))
                .isEqualTo(new RemainingLimits.ByChannel(PurchaseChannel.POS, 100, "balance"));
    }

    @Test
    void eachChannelHasASwitch() {
        for (PurchaseChannel channel : PurchaseChannel.values()) {
            SpendControls off = new SpendControls(
                    channel != PurchaseChannel.POS,
                    channel != PurchaseChannel.ONLINE,
                    channel != PurchaseChannel.ATM,
                    true,
                    channel != PurchaseChannel.CONTACTLESS,
                    null,
                    Map.of(),
                    ShadowLimits.NONE);
            Known known = known(off, new Checks(PinCheck.RIGHT, null));

            assertThat(SpendRules.decline(CARD, by(channel, 100, "5411"), known))
                    .isEqualTo(Verdict.of(DeclineReason.CHANNEL_NOT_ALLOWED, SpendControls.switchOf(channel)));
            for (PurchaseChannel other : PurchaseChannel.values()) {
                assertThat(other == channel || reason(CARD, by(other, 100, "5411"), known) == null)
                        .isTrue();
            }
        }
    }

    @Test
    void useAbroadIsOffUnlessSomebodySaysOtherwise() {
        Purchase abroad = new Purchase(
                "S1", MEAL.card(), 100, PurchaseChannel.POS, true, MEAL.merchant(), null, Shown.NOTHING, false, false);
        SpendControls on = new SpendControls(true, true, true, true, true, null, Map.of(), ShadowLimits.NONE);

        assertThat(SpendRules.decline(CARD, abroad, USUAL))
                .isEqualTo(Verdict.of(DeclineReason.INTERNATIONAL_NOT_ALLOWED, "internationalAllowed"));
        assertThat(reason(CARD, abroad, known(on, UNCHECKED))).isNull();
    }

    @Test
    void onePurchaseIsHeldToItsLimit() {
        SpendControls most = new SpendControls(true, true, true, false, true, 24_999L, Map.of(), ShadowLimits.NONE);

        assertThat(SpendRules.decline(CARD, MEAL, known(most, UNCHECKED)))
                .isEqualTo(new Verdict(DeclineReason.AMOUNT_LIMIT, "perTxnLimit", 24_999L));
    }

    private static Known shipped(AccountType type, Instant now) {
        LocalDate day = LocalDate.ofInstant(now, BusinessClock.ZONE);
        CategoryRule rule = CategoryRule.inForce(List.of(), CategoryRule.SHIPPED, type, day);
        return at(now, SpendControls.USUAL, UNCHECKED, rule, List.of());
    }

    @Test
    void mealsAreBoughtWhereMealsAreSoldAndWhenTheyAreEaten() {
        Card meal = card(AccountType.MEAL);
        Known noon = shipped(AccountType.MEAL, NOON);

        assertThat(reason(meal, MEAL, noon)).isNull();
        assertThat(reason(meal, by(PurchaseChannel.POS, 100, "5814"), noon)).isNull();
        for (String shop : List.of("5813", "5411", "5462", "5499")) {
            assertThat(SpendRules.decline(meal, by(PurchaseChannel.POS, 100, shop), noon))
                    .as("a bar, a supermarket, a bakery, a shop of sweets: " + shop)
                    .isEqualTo(Verdict.of(DeclineReason.CATEGORY_NOT_ALLOWED, "category:MEAL"));
        }
        assertThat(reason(meal, by(PurchaseChannel.POS, 100, "5732"), noon))
                .isEqualTo(DeclineReason.CATEGORY_NOT_ALLOWED);
        assertThat(reason(meal, MEAL, shipped(AccountType.MEAL, Instant.parse("2026-11-22T17:29:59Z"))))
                .as("22:59:59 in India")
                .isNull();
        assertThat(reason(meal, MEAL, shipped(AccountType.MEAL, Instant.parse("2026-11-22T17:30:00Z"))))
                .as("23:00 in India")
                .isEqualTo(DeclineReason.HOUR_NOT_ALLOWED);
    }

    @Test
    void fuelCardsBuyFuelAndOthersAnything() {
        Known known = shipped(AccountType.FUEL, NOON);

        assertThat(reason(card(AccountType.FUEL), by(PurchaseChannel.POS, 100, "5541"), known))
                .isNull();
        assertThat(reason(card(AccountType.FUEL), MEAL, known)).isEqualTo(DeclineReason.CATEGORY_NOT_ALLOWED);
        assertThat(reason(CARD, by(PurchaseChannel.POS, 100, "7995"), shipped(AccountType.RELOADABLE_GPR, NOON)))
                .isNull();
    }

    @Test
    void aCompanysOwnRuleOfCategoriesCountsFromItsDayOn() {
        CategoryRule later = new CategoryRule(
                AccountType.MEAL, LocalDate.of(2026, 12, 1), List.of("5811-5814"), new Hours(22 * 60, 6 * 60));
        List<CategoryRule> own = List.of(later);

        CategoryRule before =
                CategoryRule.inForce(own, CategoryRule.SHIPPED, AccountType.MEAL, LocalDate.of(2026, 11, 30));
        assertThat(before).isNotNull().isNotEqualTo(later);
        assertThat(CategoryRule.inForce(own, CategoryRule.SHIPPED, AccountType.MEAL, LocalDate.of(2026, 12, 1)))
                .isEqualTo(later);
        assertThat(later.allowsCategory("5813")).isTrue();
        assertThat(later.allowsCategory("5411")).isFalse();
        assertThat(later.allowsHour(Instant.parse("2026-12-01T18:00:00Z")))
                .as("23:30")
                .isTrue();
        assertThat(later.allowsHour(Instant.parse("2026-12-01T00:29:59Z")))
                .as("05:59")
                .isTrue();
        assertThat(later.allowsHour(Instant.parse("2026-12-01T00:30:00Z")))
                .as("06:00")
                .isFalse();
    }

    private static PurchaseRule rule(PurchaseRule.Mode mode, PurchaseRule.Conditions conditions) {
        return new PurchaseRule("CRL0000001", "test", mode, conditions, "me", NOON);
    }

    @Test
    void aRuleInForceDeclinesAndOneInShadowOnlyTells() {
        PurchaseRule.Conditions large = new PurchaseRule.Conditions(List.of(), List.of(), 20_000L, null, null);
        Known forced = at(NOON, SpendControls.USUAL, UNCHECKED, null, List.of(rule(PurchaseRule.Mode.ENFORCED, large)));
        Known shadow = at(NOON, SpendControls.USUAL, UNCHECKED, null, List.of(rule(PurchaseRule.Mode.SHADOW, large)));

        assertThat(SpendRules.decline(CARD, MEAL, forced))
                .isEqualTo(Verdict.of(DeclineReason.RULE_REFUSED, "CRL0000001"));
        assertThat(SpendRules.shadow(MEAL, forced)).isEmpty();
        assertThat(reason(CARD, MEAL, shadow)).isNull();
        assertThat(SpendRules.shadow(MEAL, shadow)).containsExactly("CRL0000001");
        assertThat(SpendRules.shadow(by(PurchaseChannel.POS, 20_000, "5812"), shadow))
                .as("not above")
                .isEmpty();
    }

    @Test
    void allConditionsOfARuleMustFit() {
        PurchaseRule.Conditions all = new PurchaseRule.Conditions(
                List.of("5812"), List.of(PurchaseChannel.POS), 100L, new Hours(11 * 60, 13 * 60), false);
        PurchaseRule.Spend fits = new PurchaseRule.Spend(101, PurchaseChannel.POS, false, "5812", NOON);

        assertThat(all.fit(fits)).isTrue();
        assertThat(all.fit(new PurchaseRule.Spend(100, PurchaseChannel.POS, false, "5812", NOON)))
                .isFalse();
        assertThat(all.fit(new PurchaseRule.Spend(101, PurchaseChannel.ATM, false, "5812", NOON)))
                .isFalse();
        assertThat(all.fit(new PurchaseRule.Spend(101, PurchaseChannel.POS, true, "5812", NOON)))
                .isFalse();
        assertThat(all.fit(new PurchaseRule.Spend(101, PurchaseChannel.POS, false, "5813", NOON)))
                .isFalse();
        assertThat(all.fit(new PurchaseRule.Spend(
                        101, PurchaseChannel.POS, false, "5812", Instant.parse("2026-11-22T07:30:00Z"))))
                .as("13:00 in India")
                .isFalse();
    }

    @Test
    void anAuthorisationMovesAsItsLifecycleSays() {
        var moves = Authorization.State.LIFECYCLE;
        assertThat(moves.allows(Authorization.State.EXPIRED, Authorization.State.CLEARED))
                .as("cleared late")
                .isTrue();
        assertThat(moves.allows(Authorization.State.EXPIRED, Authorization.State.REVERSED))
                .as("what was cleared of it taken back")
                .isTrue();
        for (Authorization.State to : Authorization.State.values()) {
            assertThat(moves.allows(Authorization.State.DECLINED, to)).isFalse();
            assertThat(moves.allows(Authorization.State.REVERSED, to)).isFalse();
            assertThat(moves.allows(to, Authorization.State.HELD)).isFalse();
        }
    }

    @Test
    void theRuleThatLetsThroughTheLeastBinds() {
        SpendControls controls = new SpendControls(
                true, true, false, false, true, 50_000L, Map.of(SpendLimit.POS_DAILY, 30_000L), ShadowLimits.NONE);
        RemainingLimits.Left pos = new RemainingLimits.Left(SpendLimit.POS_DAILY, 30_000L, 10_000, 20_000L, NOON);

        assertThat(RemainingLimits.binding(PurchaseChannel.POS, controls, null, new Has(100_000, List.of(pos))))
                .isEqualTo(new RemainingLimits.ByChannel(PurchaseChannel.POS, 20_000, "posDailyLimit"));
        assertThat(RemainingLimits.binding(PurchaseChannel.ONLINE, controls, null, new Has(100_000, List.of(pos))))
                .isEqualTo(new RemainingLimits.ByChannel(PurchaseChannel.ONLINE, 50_000, "perTxnLimit"));
        assertThat(RemainingLimits.binding(PurchaseChannel.ONLINE, controls, null, new Has(7, List.of(pos))))
                .isEqualTo(new RemainingLimits.ByChannel(PurchaseChannel.ONLINE, 7, "balance"));
        assertThat(RemainingLimits.binding(PurchaseChannel.ATM, controls, null, new Has(7, List.of(pos))))
                .isEqualTo(new RemainingLimits.ByChannel(PurchaseChannel.ATM, 0, "atmAllowed"));
    }
}
