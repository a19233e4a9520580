package io.kosh.gateway.internal;

import io.kosh.gateway.Checkout.Choice;
import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.internal.Attempt.Method;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Luhn;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.rails.CardKind;
import io.kosh.rails.CardRail.PayingCard;
import io.kosh.rails.UpiLink;
import io.kosh.vault.Vault;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Looks up what payers choose: which bank a code names, whose a card is. A card's number leaves here for its rail, and
/// for the vault where its payer wants it kept; nothing else sees it.
@Component
final class PaymentChoices {
    /// Of what the vault seals: number, expiry and holder of a card.
    static final String CARD = "payment-card";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{12,19}");
    private static final Pattern SECURITY_CODE = Pattern.compile("[0-9]{3,4}");
    private static final int SHOWN = 4;
    private static final int FIRST = 6;
    private static final int LONGEST_HOLDER = 100;
    private static final String SEPARATOR = "\n";

    private final Database database;
    private final GatewayRails rails;
    private final Vault vault;

    PaymentChoices(Database database, GatewayRails rails, Vault vault) {
        this.database = database;
        this.rails = rails;
        this.vault = vault;
    }

    /// Never called inside a transaction.
    ///
    /// @param amountMinor of the order
    ChosenMethod look(CompanyKey company, Choice choice, long amountMinor) {
        return switch (choice) {
            case Choice.Vpa(String vpa) -> vpa(vpa);
            case Choice.Bank(PaymentMode mode, String code) -> bank(mode, code);
            case Choice.PayLater(String optionId) -> payLater(optionId, amountMinor);
            case Choice.Card card -> card(card);
            case Choice.SavedCard saved -> card(opened(company, saved), saved.paymentToken());
        };
    }

    /// A link or a code, whose app nobody chose yet.
    static ChosenMethod link() {
        return new ChosenMethod(
                new Method(PaymentMode.UPI, null, null, null, null, null, null, null), null, null, null);
    }

    private static ChosenMethod vpa(String vpa) {
        String plain = vpa.strip();
        if (!UpiLink.isVpa(plain)) {
            throw Fields.invalid("vpa", "must be a VPA such as name@bank");
        }
        return new ChosenMethod(
                new Method(PaymentMode.UPI, null, null, null, null, null, null, plain), null, null, null);
    }

    private ChosenMethod bank(PaymentMode mode, String code) {
        String name = switch (mode) {
            case NET_BANKING ->
                rails.netBanking().banks().stream()
                        .filter(bank -> bank.code().equalsIgnoreCase(code))
                        .map(bank -> bank.name())
                        .findFirst()
                        .orElse(null);
            case WALLET ->
                rails.wallet().wallets().stream()
                        .filter(wallet -> wallet.code().equalsIgnoreCase(code))
                        .map(wallet -> wallet.name())
                        .findFirst()
                        .orElse(null);
            default -> throw Fields.invalid("paymentMode", "is not one of a bank or a wallet");
        };
        if (name == null) {
            throw Fields.invalid("bankCode", "is none that can be chosen");
        }
        String known = code.toUpperCase(Locale.ROOT);
        return new ChosenMethod(new Method(mode, known, name, null, null, null, null, null), known, null, null);
    }

    private ChosenMethod payLater(String optionId, long amountMinor) {
        return rails.payLater().options(amountMinor).stream()
                .filter(option -> option.id().equals(optionId))
                .findFirst()
                .map(option -> new ChosenMethod(
                        new Method(PaymentMode.PAY_LATER, option.id(), option.name(), null, null, null, null, null),
                        option.code(),
                        null,
                        null))
                .orElseThrow(() -> Fields.invalid("bnplPaymentOptionId", "is none that can be chosen"));
    }

    private ChosenMethod card(Choice.Card card) {
        return card(card, null);
    }

    private ChosenMethod card(Choice.Card card, @Nullable String token) {
        String number = card.number().value().replaceAll("[ -]", "");
        if (!NUMBER.matcher(number).matches() || !Luhn.holds(number)) {
            throw Fields.invalid("cardNumber", "is no card number");
        }
        if (!SECURITY_CODE.matcher(card.securityCode().value()).matches()) {
            throw Fields.invalid("cvv", "must be three digits, or four");
        }
        String holder = Fields.text("cardHolderName", card.holder(), LONGEST_HOLDER);
        CardKind kind = rails.card().kindOf(number);
        PaymentOptions.checkKind(card.mode(), kind);
        CardKind.Scheme scheme = kind == null ? null : kind.scheme();
        Secret<String> plain = new Secret<>(number);
        Secret<String> toSeal = card.save() && token == null
                ? new Secret<>(String.join(SEPARATOR, number, card.expiry().toString(), holder))
                : null;
        return new ChosenMethod(
                new Method(
                        card.mode(),
                        null,
                        kind == null ? null : kind.bank(),
                        scheme,
                        masked(number),
                        holder,
                        token,
                        null),
                scheme == null ? null : scheme.name(),
                new PayingCard(plain, card.expiry(), card.securityCode(), holder),
                toSeal);
    }

    private Choice.Card opened(CompanyKey company, Choice.SavedCard saved) {
        String token = saved.paymentToken();
        Secret<String> sealed = database.inCompany(company, () -> vault.open(company, CARD, Set.of(token)))
                .get(token);
        if (sealed == null) {
            throw Refusal.ofField(GatewayError.CARD_REFUSED, "paymentToken", "there is no such saved card");
        }
        String[] parts = sealed.value().split(SEPARATOR, -1);
        return new Choice.Card(
                saved.mode(), new Secret<>(parts[0]), YearMonth.parse(parts[1]), saved.securityCode(), parts[2], false);
    }

    /// As lists show it: the first six digits and the last four.
    private static String masked(String number) {
        int hidden = number.length() - FIRST - SHOWN;
        return number.substring(0, FIRST) + "X".repeat(hidden) + number.substring(FIRST + hidden);
    }
}
