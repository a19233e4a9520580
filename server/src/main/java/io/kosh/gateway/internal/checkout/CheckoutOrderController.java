package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentMode;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Hundredths;
import io.kosh.platform.Browser;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import io.kosh.rails.CardKind;
import io.kosh.rails.NetBankingRail.Bank;
import io.kosh.rails.PayLaterRail.Option;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What a checkout client asks first: what is to be paid, to whom, and how it can be.
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(value = Envelope.GATEWAY, access = Access.PUBLIC)
@Tag(
        name = "Checkout",
        description = "What a payer's browser calls, from the merchant's own page or ours. No token: the ids of an "
                + "order are what lets a browser in, and only pages of its merchant may ask.")
final class CheckoutOrderController {
    private static final int LONGEST_ID = 64;
    private static final String RETAIL = "RETAIL";

    private final Checkout checkout;
    private final Browser browser;
    private final URI base;

    CheckoutOrderController(Checkout checkout, Browser browser, Settings settings) {
        this.checkout = checkout;
        this.browser = browser;
        this.base = settings.baseUrl();
    }

    /// A bank that can be chosen.
    @Schema(name = "CheckoutBank")
    record BankResponse(
            @Schema(example = "HDFC") String code,
            @Schema(example = "HDFC Bank") String name,
            @Schema(example = "RETAIL") String netBankingAccountType,

            @Schema(description = "always null: no bank's sign is kept here") @Nullable
            String image) {
        static BankResponse of(Bank bank) {
            return new BankResponse(bank.code(), bank.name(), RETAIL, null);
        }
    }

    /// A wallet that can be chosen.
    @Schema(name = "CheckoutWallet")
    record WalletResponse(
            @Schema(example = "PAYTM") String code,
            @Schema(example = "Paytm") String name) {}

    /// A lender's offer.
    @Schema(name = "CheckoutLender")
    record LenderResponse(
            @Schema(description = "the bnplPaymentOptionId of a charge")
            String id,

            @Schema(example = "SIMPL") String code,
            String name,
            int days) {
        static LenderResponse of(Option option) {
            return new LenderResponse(option.id(), option.code(), option.name(), option.days());
        }
    }

    /// Who is paid.
    @Schema(name = "CheckoutMerchant")
    record MerchantInfo(
            String merchantName,
            @Nullable String checkoutLogo,
            @Schema(example = "#1f6feb") @Nullable String checkoutColorScheme,
            boolean hideAppIntentLinks,
            boolean upiVpaEnabled) {}

    /// An order as its checkout sees it.
    @Schema(name = "CheckoutOrderDetail")
    record DetailResponse(
            @Schema(example = "EK1743074262175e8KIO", description = "the order's checkout transaction")
            String transactionId,

            @Schema(example = "RANDOMID123", description = "the merchant's own id of the order")
            String uniqueTransactionId,

            @Schema(description = "the merchant's access key")
            String publicIdentifierKey,

            @Schema(example = "ORD1784195236818VZuxB") String orderId,
            OrderState orderStatus,
            @Schema(example = "100.00") BigDecimal amount,

            @Schema(example = "100.00", description = "before any surcharge")
            BigDecimal totalAmount,

            @Schema(example = "INR") String currency,
            @Nullable String description,
            @Nullable String name,
            @Nullable String phone,
            boolean skipContactInfo,
            boolean paymentAttemptLeft,
            boolean upi,
            boolean upiQrCodeEnabled,

            @Schema(example = "5", description = "minutes") int upiCollectTimeout,

            boolean creditCard,
            boolean debitCard,
            boolean prepaidCard,
            boolean corporateCard,

            List<CardKind.Scheme> creditCardSchemes,
            List<CardKind.Scheme> debitCardSchemes,
            List<CardKind.Scheme> prepaidCardSchemes,
            List<CardKind.Scheme> corporateCardSchemes,
            List<CardKind.Scheme> cardSchemesSupported,
            boolean netBanking,
            List<BankResponse> netBankingList,
            List<BankResponse> topNetBankingList,
            boolean wallet,
            List<WalletResponse> walletList,
            boolean payLater,
            List<LenderResponse> payLaterList,

            @Schema(example = "{\"SC_CC_VISA\": 1.50}", description = "rupees by documented key")
            Map<String, BigDecimal> surcharges,

            @Schema(example = "18", description = "percent") BigDecimal surchargeGst,

            MerchantInfo merchantInfo,
            String checkoutProcessURL,
            String checkoutCancelURL,
            @Nullable String returnURL,

            @Schema(description = "always empty: who holds an order's id has proved to be nobody")
            List<String> savedCards,

            @Schema(description = "always false") boolean points,
            @Schema(description = "always false") boolean connectedBanking,
            boolean multiplePaymentOption,
            boolean anyPaymentModeActive,

            @Schema(description = "why the order cannot be paid") @Nullable
            String error) {}

    @GetMapping("/pay/checkout/{orderId}")
    @Operation(
            summary = "Checkout order detail",
            description = "What a checkout shows. The first time, the order becomes CHECKOUT_RENDERED.")
    DetailResponse detail(
            @Parameter(example = "ORD1784195236818VZuxB", description = "or the checkout transaction") @PathVariable
                    String orderId) {
        CheckoutOrder order = checkout.find(Fields.identifier("orderId", orderId, LONGEST_ID));
        browser.holdTo(order.merchant().origins());
        return detail(order.state() == OrderState.CREATED ? checkout.render(order.orderId()) : order);
    }

    private DetailResponse detail(CheckoutOrder order) {
        CheckoutOrder.Options options = order.options();
        List<BankResponse> banks =
                options.banks().stream().map(BankResponse::of).toList();
        long ways = ways(options);
        BigDecimal amount = Hundredths.full(order.amountMinor());
        return new DetailResponse(
                order.checkoutId(),
                order.merchantOrderId(),
                order.accessKey(),
                order.orderId(),
                order.state(),
                amount,
                amount,
                "INR",
                order.description(),
                order.payer().name(),
                order.payer().mobile(),
                order.payer().isReachable(),
                order.attemptsLeft(),
                options.upi(),
                options.upi(),
                Math.toIntExact(order.upiPatience().toMinutes()),
                options.schemes().containsKey(PaymentMode.CREDIT_CARD),
                options.schemes().containsKey(PaymentMode.DEBIT_CARD),
                options.schemes().containsKey(PaymentMode.PREPAID_CARD),
                options.schemes().containsKey(PaymentMode.CORPORATE_CARD),
                schemes(options, PaymentMode.CREDIT_CARD),
                schemes(options, PaymentMode.DEBIT_CARD),
                schemes(options, PaymentMode.PREPAID_CARD),
                schemes(options, PaymentMode.CORPORATE_CARD),
                schemes(options),
                !banks.isEmpty(),
                banks,
                options.banks().stream()
                        .filter(Bank::popular)
                        .map(BankResponse::of)
                        .toList(),
                !options.wallets().isEmpty(),
                options.wallets().stream()
                        .map(each -> new WalletResponse(each.code(), each.name()))
                        .toList(),
                !options.payLater().isEmpty(),
                options.payLater().stream().map(LenderResponse::of).toList(),
                rupees(order.surcharges()),
                new BigDecimal(order.surchargeGst().perCent()),
                merchant(order),
                address("/pay/charge/process"),
                address("/pay/charge/order/cancel"),
                order.returnUrl() == null ? null : order.returnUrl().toString(),
                List.of(),
                false,
                false,
                ways > 1,
                ways > 0,
                error(order));
    }

    private static List<CardKind.Scheme> schemes(CheckoutOrder.Options options, PaymentMode mode) {
        return Objects.requireNonNullElse(options.schemes().get(mode), List.of());
    }

    /// Those of any mode.
    private static List<CardKind.Scheme> schemes(CheckoutOrder.Options options) {
        return options.schemes().values().stream()
                .flatMap(List::stream)
                .distinct()
                .sorted()
                .toList();
    }

    private static long ways(CheckoutOrder.Options options) {
        return options.schemes().size()
                + Stream.of(
                                options.upi(),
                                !options.banks().isEmpty(),
                                !options.wallets().isEmpty(),
                                !options.payLater().isEmpty())
                        .filter(offered -> offered)
                        .count();
    }

    private static Map<String, BigDecimal> rupees(Map<String, String> surcharges) {
        Map<String, BigDecimal> rupees = new TreeMap<>();
        surcharges.forEach((key, value) -> rupees.put(key, new BigDecimal(value)));
        return rupees;
    }

    private MerchantInfo merchant(CheckoutOrder order) {
        CheckoutOrder.Merchant merchant = order.merchant();
        return new MerchantInfo(
                merchant.name(),
                merchant.logo() == null ? null : address(merchant.logo()),
                merchant.colour(),
                !order.options().upi(),
                order.options().upiCollect());
    }

    private String address(String path) {
        return base.resolve(path).toString();
    }

    private static @Nullable String error(CheckoutOrder order) {
        return switch (order.state()) {
            case PAID -> "The order is paid.";
            case CANCELLED -> "The order was cancelled.";
            case EXPIRED -> "The order has expired.";
            case CREATED, CHECKOUT_RENDERED, ATTEMPTED ->
                order.attemptsLeft() ? null : "The order takes no further attempt to pay.";
        };
    }
}
