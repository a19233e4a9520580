package io.kosh.gateway.internal;

import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.PaymentState;
import io.kosh.gateway.internal.AttemptSearchStore.Criteria;
import io.kosh.gateway.internal.PaymentController.TransactionResponse;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.platform.Browser;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.SqlTimes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Payments as merchants search them and browsers poll them.
@RestController
@RouteFamily(Envelope.GATEWAY)
@Tag(name = "Payments", description = "Attempts to pay an order, which the documents call transactions.")
final class TransactionController {
    private static final int LONGEST = PaymentController.LONGEST_ID;
    private static final long USUAL = 10;
    private static final long MOST = 5000;
    private static final long FARTHEST = 1_000_000;
    private static final int A_DAY = 10;

    private final Merchants merchants;
    private final MerchantPayments payments;
    private final CheckoutFinds finds;
    private final CheckoutViews views;
    private final Browser browser;

    TransactionController(
            Merchants merchants, MerchantPayments payments, CheckoutFinds finds, CheckoutViews views, Browser browser) {
        this.merchants = merchants;
        this.payments = payments;
        this.finds = finds;
        this.views = views;
        this.browser = browser;
    }

    /// Which payments; what is absent narrows nothing.
    @Schema(name = "TransactionSearchRequest")
    record SearchRequest(
            @Schema(example = "EK1743074262175e8KIO") @Nullable
            String transactionId,

            @Schema(example = "ORD1784195236818VZuxB", description = "ours, or the merchant's own") @Nullable
            String orderId,

            @Nullable PaymentState status,
            @Nullable PaymentMode paymentMode,

            @Schema(description = "an instant, or a day in India") @Nullable
            String createdFrom,

            @Schema(description = "likewise; a day is included") @Nullable
            String createdTo) {
        SearchRequest {
            Fields.optionalText("transactionId", transactionId, LONGEST);
            Fields.optionalText("orderId", orderId, CheckoutOrder.LONGEST_MERCHANT_ID);
            moment("createdFrom", createdFrom, 0);
            moment("createdTo", createdTo, 1);
        }

        private Criteria criteria() {
            return new Criteria(
                    transactionId,
                    null,
                    status,
                    paymentMode,
                    moment("createdFrom", createdFrom, 0),
                    moment("createdTo", createdTo, 1));
        }

        /// @param days how many days after the day that was named; an instant is taken as it is
        private static @Nullable Instant moment(String field, @Nullable String value, int days) {
            if (value == null) {
                return null;
            }
            String text = Fields.text(field, value, LONGEST);
            try {
                Instant moment = text.length() == A_DAY
                        ? LocalDate.parse(text)
                                .plusDays(days)
                                .atStartOfDay(BusinessClock.ZONE)
                                .toInstant()
                        : OffsetDateTime.parse(text).toInstant();
                return SqlTimes.asked(field, moment);
            } catch (DateTimeException _) {
                throw Fields.invalid(field, "must be an instant such as 2026-04-22T08:13:22Z, or a day");
            }
        }
    }

    /// A page of what was found, newest first.
    ///
    /// @param recordsCount of all that was found
    @Schema(name = "TransactionSearchResponse")
    record SearchResponse(long recordsCount, List<TransactionResponse> data) {}

    /// What a browser polls for. What a payment does not have is an empty text.
    ///
    /// @param transactionId the payment's, or the checkout's where nobody tried to pay yet
    /// @param checksum      by which the merchant knows that it comes from here
    @Schema(name = "TransactionMinimalResponse")
    record MinimalResponse(
            @Schema(example = "ATTEMPTED") String orderStatus,
            @Schema(example = "PENDING_WITH_BANK") String status,
            String transactionStatus,
            boolean paymentAttemptLeft,

            @Schema(description = "the merchant's own order id")
            String uniqueTransactionId,

            String transactionId,
            String checksum,
            BigDecimal finalAmount,
            BigDecimal amount,
            String currency,
            String paymentMode,
            String orderId,
            Map<String, String> customParameters) {}

    @PostMapping(
            path = "/api/v0/transactions/search",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Search Transaction",
            description = "Payments of the merchant, newest first.",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    SearchResponse search(
            Caller caller,
            @RequestHeader(name = PaymentController.ACCESS_KEY, required = false) @Nullable String merchantAccessKey,
            @RequestParam(required = false) @Nullable Long offset,
            @RequestParam(required = false) @Nullable Long limit,
            @RequestBody SearchRequest request) {
        CompanyKey company = merchants.of(caller, merchantAccessKey).key();
        long from = offset == null ? 0 : Fields.integer("offset", offset, 0, FARTHEST);
        long most = limit == null ? USUAL : Fields.integer("limit", limit, 1, MOST);
        MerchantPayments.Page found = payments.search(
                company,
                new MerchantPayments.Search(
                        request.orderId(), request.criteria(), Math.toIntExact(from), Math.toIntExact(most)));
        return new SearchResponse(
                found.count(),
                found.payments().stream().map(TransactionResponse::of).toList());
    }

    @GetMapping(path = "/api/v0/transactions/{transactionId}/minimal", produces = MediaType.APPLICATION_JSON_VALUE)
    @RouteFamily(value = Envelope.GATEWAY, access = Access.PUBLIC)
    @Operation(
            summary = "Minimal transaction view (checkout poll)",
            description = "How an order stands, by its checkout's id or one of its payments'.")
    MinimalResponse minimal(@Parameter(example = "EK1743074262175e8KIO") @PathVariable String transactionId) {
        CheckoutViews.Polled polled =
                finds.any(Fields.identifier("transactionId", transactionId, LONGEST), views::minimal);
        browser.holdTo(polled.origins());
        return polled.view();
    }
}
