package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.internal.Refunds.Asked;
import io.kosh.gateway.internal.Refunds.Wish;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Hundredths;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The documented calls that give payments back.
@RestController
@RequestMapping(path = "/api/v0", produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(Envelope.GATEWAY)
@Tag(name = "Refunds", description = "Giving payments back, whole or in part.")
final class RefundController {
    static final int LONGEST_ID = 64;
    static final int LONGEST_REMARKS = 250;
    private static final BigDecimal LEAST = new BigDecimal("0.01");

    private final Refunds refunds;
    private final Merchants merchants;

    RefundController(Refunds refunds, Merchants merchants) {
        this.refunds = refunds;
        this.merchants = merchants;
    }

    static long minor(@Nullable BigDecimal amount) {
        return Hundredths.of("amount", Fields.present("amount", amount), LEAST, Hundredths.MOST);
    }

    /// What is to go back.
    @Schema(name = "PaymentRefundRequest")
    record RefundRequest(
            @Schema(
                    example = "100",
                    description = "rupees, as a number or a text; at most two decimals",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            BigDecimal amount,

            @Schema(example = "refund testing payu") @Nullable
            String remarks,

            @Schema(
                    example = "EK576354215522333D33233005",
                    description = "unique in the company for ever",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String requestId) {
        RefundRequest {
            minor(amount);
            Fields.optionalText("remarks", remarks, LONGEST_REMARKS);
            Fields.identifier("requestId", requestId, LONGEST_ID);
        }

        Asked asked(String transactionId, String actor) {
            return new Asked(
                    transactionId,
                    minor(amount),
                    remarks,
                    Fields.identifier("requestId", requestId, LONGEST_ID),
                    actor);
        }
    }

    /// Which refund; one of the three.
    @Schema(name = "PaymentRefundStatusRequest")
    record StatusRequest(
            @Schema(example = "EK576354215522333D33233005", description = "the merchant's own") @Nullable
            String requestId,

            @Schema(example = "EK1763800000000AB12C") @Nullable
            String refundId,

            @Schema(description = "a payment, for all of its refunds") @Nullable
            String transactionId) {
        StatusRequest {
            Fields.optionalText("requestId", requestId, LONGEST_ID);
            Fields.optionalText("refundId", refundId, LONGEST_ID);
            Fields.optionalText("transactionId", transactionId, LONGEST_ID);
            long given = Stream.of(requestId, refundId, transactionId)
                    .filter(Objects::nonNull)
                    .count();
            if (given == 0) {
                throw Fields.missing("requestId");
            }
            if (given > 1) {
                throw Fields.invalid("requestId", "cannot be given together with refundId or transactionId");
            }
        }

        Wish wish() {
            return new Wish(requestId, refundId, transactionId);
        }
    }

    /// A refund by the documented names.
    @Schema(name = "PaymentRefund")
    record RefundResponse(
            @Schema(example = "100.00", description = "rupees")
            BigDecimal amount,

            @Schema(example = "NET_BANKING") PaymentMode paymentMode,
            @Schema(example = "HDFC") String bankCode,
            @Schema(example = "HDFC Bank") String bankName,
            @Schema(example = "INR") String currency,

            @Schema(description = "CREATED and PENDING_WITH_BANK go on; the others are last words")
            RefundState status,

            @Schema(description = "the payment that goes back")
            String transactionId,

            @Schema(description = "one sentence on how it stands")
            String txnMsg,

            Instant txnDate,

            @Schema(description = "the merchant's own id of the order")
            String uniqueTransactionId,

            @Schema(description = "the bank's id of the refund; empty until the payer has it")
            String bankTransactionId) {
        static RefundResponse of(OrderRefund shown) {
            Refund refund = shown.refund();
            Attempt payment = shown.payment();
            return new RefundResponse(
                    Hundredths.full(refund.amountMinor()),
                    payment.method().mode(),
                    OrderRefund.text(payment.method().bankCode()),
                    OrderRefund.text(payment.method().bankName()),
                    OrderRefund.INR,
                    refund.state(),
                    payment.paymentId(),
                    refund.message(),
                    refund.modifiedAt(),
                    shown.order().merchantOrderId(),
                    OrderRefund.text(refund.bankReference()));
        }
    }

    /// A refund with its ids and why it is one.
    @Schema(name = "PaymentRefundStatus")
    record StatusResponse(
            @Schema(example = "EK1763800000000AB12C") String refundId,

            @Schema(description = "the merchant's own; empty where it goes back by itself")
            String requestId,

            @Schema(description = "as status") RefundState refundStatus,

            @Schema(description = "SECOND_PAYMENT, ORDER_CLOSED and ANOTHER_AMOUNT go back by themselves")
            Refund.Cause cause,

            String remarks,
            BigDecimal amount,
            PaymentMode paymentMode,
            String bankCode,
            String bankName,
            String currency,
            RefundState status,
            String transactionId,
            String txnMsg,
            Instant txnDate,
            String uniqueTransactionId,
            String bankTransactionId) {
        static StatusResponse of(OrderRefund shown) {
            Refund refund = shown.refund();
            RefundResponse as = RefundResponse.of(shown);
            return new StatusResponse(
                    refund.refundId(),
                    OrderRefund.text(refund.requestId()),
                    refund.state(),
                    refund.cause(),
                    OrderRefund.text(refund.remarks()),
                    as.amount(),
                    as.paymentMode(),
                    as.bankCode(),
                    as.bankName(),
                    as.currency(),
                    as.status(),
                    as.transactionId(),
                    as.txnMsg(),
                    as.txnDate(),
                    as.uniqueTransactionId(),
                    as.bankTransactionId());
        }
    }

    @PostMapping(path = "/payment/{transactionId}/refund", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Refund",
            description =
                    "Gives back what was paid, whole or in part, as often as wanted, up to the order's amount: what "
                            + "the payer paid on top stays. The money comes out of the refund balance. Waits a moment for the "
                            + "bank. The same requestId with the same request gives the refund as it stands, with another one "
                            + "it is answered 409.")
    RefundResponse refund(
            Caller caller,
            @RequestHeader(name = "merchantAccessKey", required = false) @Nullable String merchantAccessKey,
            @Parameter(description = "the payment, which must have succeeded") @PathVariable String transactionId,
            @RequestBody RefundRequest request) {
        CompanyKey company = merchants.of(caller, merchantAccessKey).key();
        String payment = Fields.text("transactionId", transactionId, LONGEST_ID);
        return RefundResponse.of(refunds.ask(company, request.asked(payment, caller.actor())));
    }

    @PostMapping(path = "/refund/status", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Get Refund Transaction Status",
            description =
                    "The refund of a requestId or a refundId, or all refunds of a payment, oldest first; also those "
                            + "that went back by themselves. Always a list."
                            + " Also known as Refund Enquiry.",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    List<StatusResponse> status(
            Caller caller,
            @RequestHeader(name = "merchantAccessKey", required = false) @Nullable String merchantAccessKey,
            @RequestBody StatusRequest request) {
        CompanyKey company = merchants.of(caller, merchantAccessKey).key();
        return refunds.find(company, request.wish()).stream()
                .map(StatusResponse::of)
                .toList();
    }
}
