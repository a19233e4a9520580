package io.kosh.gateway.internal;

import static io.kosh.gateway.internal.PaymentOrderController.ACCESS_KEY;
import static io.kosh.gateway.internal.PaymentOrderController.ACCESS_KEY_TEXT;

import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.PaymentState;
import io.kosh.gateway.internal.PaymentOrderController.Amount;
import io.kosh.gateway.internal.PaymentOrderController.CustomerInfo;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Hundredths;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.rails.PayLaterRail;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The documented calls that look at one order.
@RestController
@RequestMapping(path = "/api/v0/orders", produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(Envelope.GATEWAY)
@Tag(name = "Payment orders", description = "What a merchant wants to be paid, each once.")
final class PaymentOrderLookController {
    private final PaymentOrders orders;
    private final Merchants merchants;
    private final PaymentOptions options;

    PaymentOrderLookController(PaymentOrders orders, Merchants merchants, PaymentOptions options) {
        this.orders = orders;
        this.merchants = merchants;
        this.options = options;
    }

    /// An order.
    ///
    /// @param transactions the payments that were begun for it, oldest first
    @Schema(name = "PaymentOrder")
    record OrderResponse(
            String orderId,
            Instant created,
            Instant lastModified,
            String merchantOrderId,
            OrderState status,
            Amount amount,
            CustomerInfo customerInfo,
            Map<String, String> customParameters,
            @Nullable String description,
            @Nullable URI returnUrl,
            @Nullable URI notifyUrl,
            Instant expiresAt,
            List<TransactionResponse> transactions) {

        static OrderResponse of(PaymentOrder order, List<Attempt> payments) {
            return new OrderResponse(
                    order.orderId(),
                    order.createdAt(),
                    order.modifiedAt(),
                    order.merchantOrderId(),
                    order.state(),
                    Amount.of(order.amountMinor()),
                    CustomerInfo.of(order.customer()),
                    order.terms().customParameters(),
                    order.terms().description(),
                    order.terms().returnUrl(),
                    order.terms().notifyUrl(),
                    order.expiresAt(),
                    payments.stream()
                            .filter(payment -> !payment.isReadyLink())
                            .map(TransactionResponse::of)
                            .toList());
        }
    }

    /// A payment of an order.
    ///
    /// @param finalAmount what the payer pays, with what comes on top
    @Schema(name = "PaymentOrderTransaction")
    record TransactionResponse(
            String transactionId,
            Instant created,
            Instant lastModified,
            PaymentState status,
            PaymentMode paymentMode,
            BigDecimal amount,
            BigDecimal finalAmount,
            String txnMsg) {
        private static TransactionResponse of(Attempt payment) {
            return new TransactionResponse(
                    payment.paymentId(),
                    payment.createdAt(),
                    payment.modifiedAt(),
                    payment.state(),
                    payment.method().mode(),
                    Hundredths.full(payment.charge().amount()),
                    Hundredths.full(payment.charge().finalAmount()),
                    payment.message());
        }
    }

    /// A way to pay later.
    ///
    /// @param days until it is to be paid back
    @Schema(name = "BnplPaymentOption")
    record OptionResponse(String bnplPaymentOptionId, String bankCode, String name, int days) {
        private static OptionResponse of(PayLaterRail.Option option) {
            return new OptionResponse(option.id(), option.code(), option.name(), option.days());
        }
    }

    @GetMapping("/{orderId}")
    @Operation(
            summary = "Get Order Status",
            description = "By the order's id as it was answered; the merchant's own id is understood, too.")
    OrderResponse get(
            Caller caller,
            @Parameter(description = ACCESS_KEY_TEXT, required = true)
                    @RequestHeader(name = ACCESS_KEY, required = false)
                    @Nullable
                    String merchantAccessKey,
            @PathVariable String orderId) {
        CompanyKey company = merchants.of(caller, merchantAccessKey).key();
        PaymentOrder order = orders.either(company, orderId);
        return OrderResponse.of(order, orders.payments(company, List.of(order)));
    }

    @GetMapping("/merchant-order-id/{merchantOrderId}")
    @Operation(
            summary = "Get Order By Merchant Order Id",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    OrderResponse byMerchantOrderId(
            Caller caller,
            @Parameter(description = ACCESS_KEY_TEXT, required = true)
                    @RequestHeader(name = ACCESS_KEY, required = false)
                    @Nullable
                    String merchantAccessKey,
            @PathVariable String merchantOrderId) {
        CompanyKey company = merchants.of(caller, merchantAccessKey).key();
        PaymentOrder order = orders.byMerchantOrderId(company, merchantOrderId);
        return OrderResponse.of(order, orders.payments(company, List.of(order)));
    }

    @GetMapping("/{orderId}/bnpl-payment-options")
    @Operation(
            summary = "Get BNPL Payment Methods",
            description = "What lenders offer for the order's amount; none where it may not be paid later."
                    + " Also known as Get BNPL Payment Modes.",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    List<OptionResponse> payLaterOptions(
            Caller caller,
            @Parameter(description = ACCESS_KEY_TEXT, required = true)
                    @RequestHeader(name = ACCESS_KEY, required = false)
                    @Nullable
                    String merchantAccessKey,
            @PathVariable String orderId) {
        CompanyKey company = merchants.of(caller, merchantAccessKey).key();
        return options.of(orders.either(company, orderId), merchants.profile(company)).payLater().stream()
                .map(OptionResponse::of)
                .toList();
    }
}
