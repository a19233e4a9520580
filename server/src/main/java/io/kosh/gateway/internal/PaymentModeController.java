package io.kosh.gateway.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kosh.gateway.CheckoutOrder.Options;
import io.kosh.gateway.PaymentMode;
import io.kosh.kernel.Hundredths;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.rails.CardKind.Scheme;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What a merchant's payers may choose from.
@RestController
@RouteFamily(Envelope.GATEWAY)
@Tag(name = "Payment gateway: merchant")
final class PaymentModeController {
    /// What lenders are asked about where the caller names no amount: one that all of them lend.
    private static final BigDecimal ANY_AMOUNT = BigDecimal.valueOf(1_000);

    private static final BigDecimal LEAST = new BigDecimal("0.01");

    private final Merchants merchants;
    private final PaymentOptions options;
    private final UpiLimits upiLimits;
    private final BusinessClock clock;

    PaymentModeController(Merchants merchants, PaymentOptions options, UpiLimits upiLimits, BusinessClock clock) {
        this.merchants = merchants;
        this.options = options;
        this.upiLimits = upiLimits;
        this.clock = clock;
    }

    record ChoiceResponse(
            @Schema(example = "HDFC") String code,
            @Schema(example = "HDFC Bank") String name) {}

    record PayLaterResponse(
            @Schema(example = "SIMPL-15") String bnplPaymentOptionId,
            @Schema(example = "SIMPL") String code,
            @Schema(example = "Simpl") String name,

            @Schema(description = "until it is to be paid back", example = "15")
            int days) {}

    /// One mode; what does not belong to it is absent.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ModeResponse(
            @Schema(example = "NET_BANKING") PaymentMode paymentMode,
            @Nullable List<ChoiceResponse> bankList,
            @Nullable List<ChoiceResponse> walletList,

            @Schema(example = "[\"VISA\", \"RUPAY\"]") @Nullable
            List<Scheme> cardSchemes,

            @Schema(example = "[\"COLLECT\", \"INTENT\", \"QR\"]") @Nullable
            List<String> upiOptions,

            @Nullable List<PayLaterResponse> bnplPaymentOptions) {
        static ModeResponse banks(List<ChoiceResponse> banks) {
            return new ModeResponse(PaymentMode.NET_BANKING, banks, null, null, null, null);
        }

        static ModeResponse wallets(List<ChoiceResponse> wallets) {
            return new ModeResponse(PaymentMode.WALLET, null, wallets, null, null, null);
        }

        static ModeResponse cards(PaymentMode mode, List<Scheme> schemes) {
            return new ModeResponse(mode, null, null, schemes, null, null);
        }

        static ModeResponse upi(boolean collect) {
            List<String> flows = collect ? List.of("COLLECT", "INTENT", "QR") : List.of("INTENT", "QR");
            return new ModeResponse(PaymentMode.UPI, null, null, null, flows, null);
        }

        static ModeResponse payLater(List<PayLaterResponse> options) {
            return new ModeResponse(PaymentMode.PAY_LATER, null, null, null, null, options);
        }
    }

    @GetMapping("/api/v0/merchant/payment-modes")
    @Operation(
            summary = "Payment modes details",
            description = "What the merchant offers and a rail is there for; a mode with nothing to choose is absent.",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    List<ModeResponse> modes(
            Caller caller,
            @RequestHeader(name = "merchantAccessKey", required = false) @Nullable String merchantAccessKey,
            @Schema(description = "rupees that lenders are asked about, and UPI's limit", example = "1000.00")
                    @RequestParam(required = false)
                    @Nullable
                    BigDecimal amount) {
        CompanyRef company = merchants.of(caller, merchantAccessKey);
        long minor = Hundredths.of("amount", amount == null ? ANY_AMOUNT : amount, LEAST, Hundredths.MOST);
        MerchantProfile merchant = merchants.profile(company.key());
        return shown(upiLimits.within(options.of(minor, merchant), merchant, minor, clock.today(company.key())));
    }

    private static List<ModeResponse> shown(Options options) {
        List<ModeResponse> modes = new ArrayList<>();
        for (PaymentMode mode : PaymentMode.values()) {
            ModeResponse shown = shown(mode, options);
            if (shown != null) {
                modes.add(shown);
            }
        }
        return modes;
    }

    /// Null where there is nothing to choose.
    private static @Nullable ModeResponse shown(PaymentMode mode, Options options) {
        return switch (mode) {
            case UPI -> options.upi() ? ModeResponse.upi(options.upiCollect()) : null;
            case NET_BANKING ->
                options.banks().isEmpty()
                        ? null
                        : ModeResponse.banks(options.banks().stream()
                                .map(bank -> new ChoiceResponse(bank.code(), bank.name()))
                                .toList());
            case WALLET ->
                options.wallets().isEmpty()
                        ? null
                        : ModeResponse.wallets(options.wallets().stream()
                                .map(wallet -> new ChoiceResponse(wallet.code(), wallet.name()))
                                .toList());
            case PAY_LATER ->
                options.payLater().isEmpty()
                        ? null
                        : ModeResponse.payLater(options.payLater().stream()
                                .map(option ->
                                        new PayLaterResponse(option.id(), option.code(), option.name(), option.days()))
                                .toList());
            case CREDIT_CARD, DEBIT_CARD, PREPAID_CARD, CORPORATE_CARD -> {
                List<Scheme> schemes = options.schemes().get(mode);
                yield schemes == null || schemes.isEmpty() ? null : ModeResponse.cards(mode, schemes);
            }
        };
    }
}
