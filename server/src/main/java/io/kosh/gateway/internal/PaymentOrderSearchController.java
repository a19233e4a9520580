package io.kosh.gateway.internal;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.internal.PaymentOrderLookController.OrderResponse;
import io.kosh.gateway.internal.PaymentOrderSearchStore.Filter;
import io.kosh.gateway.internal.PaymentOrderSearchStore.Order;
import io.kosh.gateway.internal.PaymentOrderSearchStore.Part;
import io.kosh.gateway.internal.PaymentOrderSearchStore.Span;
import io.kosh.gateway.internal.PaymentOrders.Found;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Hundredths;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.SqlTimes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The search for orders, of which the pages show the name; paged and answered as the search for settlement payouts.
@RestController
@RouteFamily(Envelope.GATEWAY)
@Tag(name = "Payment orders", description = "What a merchant wants to be paid, each once.")
final class PaymentOrderSearchController {
    private static final long USUAL = 10;
    private static final long MOST = 5000;
    private static final long FARTHEST = 1_000_000;
    private static final int MOST_IDS = 1000;
    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_PHONE = 20;
    private static final DateTimeFormatter INDIAN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final PaymentOrders orders;
    private final Merchants merchants;

    PaymentOrderSearchController(PaymentOrders orders, Merchants merchants) {
        this.orders = orders;
        this.merchants = merchants;
    }

    /// In which order.
    enum Direction {
        ASC,
        DESC
    }

    /// Which orders; what is absent narrows nothing.
    @Schema(name = "PaymentOrderSearchRequest")
    record FilterRequest(
            @Schema(example = "ORD1784195236818VZuxB") @Nullable
            String orderId,

            @Nullable List<@Nullable String> orderIds,

            @Schema(example = "RANDOMID123", description = "the merchant's own") @Nullable
            String merchantOrderId,

            @Nullable List<@Nullable String> merchantOrderIds,

            @Schema(description = "one state or a list of them")
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            @Nullable
            List<@Nullable OrderState> status,

            @Schema(example = "0.01", description = "rupees") @Nullable
            BigDecimal amountFrom,

            @Schema(example = "1000", description = "rupees") @Nullable
            BigDecimal amountTo,

            @Schema(description = "an instant, a time in India such as 2026-04-22 13:43:22, or a day in India")
            @Nullable
            String createdFrom,

            @Schema(description = "likewise; a day is included") @Nullable
            String createdTo,

            @Nullable String lastModifiedFrom,
            @Nullable String lastModifiedTo,
            @Schema(description = "of the payer") @Nullable String email,
            @Schema(description = "of the payer") @Nullable String phoneNumber) {
        FilterRequest {
            ids("orderId", orderId, orderIds);
            ids("merchantOrderId", merchantOrderId, merchantOrderIds);
            bound("amountFrom", amountFrom);
            bound("amountTo", amountTo);
            span("created", createdFrom, createdTo);
            span("lastModified", lastModifiedFrom, lastModifiedTo);
            Fields.optionalText("email", email, LONGEST_EMAIL);
            Fields.optionalText("phoneNumber", phoneNumber, LONGEST_PHONE);
        }

        /// One id and a list of them mean any of them.
        private static List<String> ids(String field, @Nullable String one, @Nullable List<@Nullable String> many) {
            List<String> ids = new ArrayList<>();
            if (one != null) {
                ids.add(Fields.text(field, one, CheckoutOrder.LONGEST_MERCHANT_ID));
            }
            if (many != null) {
                Fields.items(field + "s", many, 0, MOST_IDS)
                        .forEach(id -> ids.add(Fields.text(field + "s", id, CheckoutOrder.LONGEST_MERCHANT_ID)));
            }
            return ids;
        }

        private static @Nullable Long bound(String field, @Nullable BigDecimal amount) {
            return amount == null ? null : Hundredths.of(field, amount, BigDecimal.ZERO, Hundredths.MOST);
        }

        private static Span span(String field, @Nullable String from, @Nullable String to) {
            return new Span(moment(field + "From", from, false), moment(field + "To", to, true));
        }

        /// @param end whether a day or a second is meant with all of it
        private static @Nullable Instant moment(String field, @Nullable String value, boolean end) {
            if (value == null) {
                return null;
            }
            String text = Fields.text(field, value, CheckoutOrder.LONGEST_MERCHANT_ID);
            try {
                return SqlTimes.asked(field, moment(text, end));
            } catch (DateTimeException _) {
                throw Fields.invalid(
                        field, "must be an instant such as 2026-04-22T08:13:22Z, a time in India or a day");
            }
        }

        private static Instant moment(String text, boolean end) {
            if (text.indexOf('T') > 0) {
                return OffsetDateTime.parse(text).toInstant();
            }
            boolean day = text.indexOf(' ') < 0;
            LocalDateTime first = day ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text, INDIAN);
            Instant begin = first.atZone(BusinessClock.ZONE).toInstant();
            Duration length = day ? Duration.ofDays(1) : Duration.ofSeconds(1);
            return end ? begin.plus(length).minus(1, ChronoUnit.MICROS) : begin;
        }

        private Filter filter() {
            return new Filter(
                    ids("orderId", orderId, orderIds),
                    ids("merchantOrderId", merchantOrderId, merchantOrderIds),
                    status == null
                            ? List.of()
                            : status.stream()
                                    .<OrderState>map(state -> Fields.present("status", state))
                                    .toList(),
                    bound("amountFrom", amountFrom),
                    bound("amountTo", amountTo),
                    span("created", createdFrom, createdTo),
                    span("lastModified", lastModifiedFrom, lastModifiedTo),
                    email,
                    phoneNumber);
        }

        @Override
        public String toString() {
            return "a search for orders";
        }
    }

    /// The orders found.
    ///
    /// @param recordsCount how many there are in all
    @Schema(name = "PaymentOrdersFound")
    record FoundResponse(long recordsCount, List<OrderResponse> data) {}

    @PostMapping(
            path = "/api/v0/orders/search",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Search Order",
            description = "The merchant's orders, newest first unless another order is asked for.",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    FoundResponse search(
            Caller caller,
            @Parameter(description = PaymentOrderController.ACCESS_KEY_TEXT, required = true)
                    @RequestHeader(name = PaymentOrderController.ACCESS_KEY, required = false)
                    @Nullable
                    String merchantAccessKey,
            @Parameter(example = "0") @RequestParam(required = false) @Nullable Long offset,
            @Parameter(example = "10", description = "at most 5000; else 10") @RequestParam(required = false) @Nullable
                    Long limit,
            @Parameter(example = "created", description = "created, lastModified or amount")
                    @RequestParam(required = false)
                    @Nullable
                    String orderBy,
            @Parameter(example = "DESC") @RequestParam(required = false) @Nullable Direction direction,
            @RequestBody FilterRequest request) {
        CompanyKey company = merchants.of(caller, merchantAccessKey).key();
        Long first = Fields.optionalInteger("offset", offset, 0, FARTHEST);
        Long size = Fields.optionalInteger("limit", limit, 1, MOST);
        Found found = orders.search(
                company,
                request.filter(),
                new Part(
                        first == null ? 0 : first,
                        size == null ? USUAL : size,
                        order(orderBy),
                        direction != Direction.ASC));
        Map<Long, List<Attempt>> payments = new HashMap<>();
        orders.payments(company, found.orders())
                .forEach(payment -> payments.computeIfAbsent(payment.orderKey(), _ -> new ArrayList<>())
                        .add(payment));
        return new FoundResponse(
                found.count(),
                found.orders().stream()
                        .map(order -> OrderResponse.of(order, payments.getOrDefault(order.key(), List.of())))
                        .toList());
    }

    private static Order order(@Nullable String by) {
        return switch (by == null ? "created" : by) {
            case "created", "createdOn" -> Order.CREATED;
            case "lastModified", "modifiedOn" -> Order.MODIFIED;
            case "amount" -> Order.AMOUNT;
            default -> throw Fields.invalid("orderBy", "must be created, lastModified or amount");
        };
    }
}
