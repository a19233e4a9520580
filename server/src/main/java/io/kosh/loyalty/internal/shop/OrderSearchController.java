package io.kosh.loyalty.internal.shop;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import io.kosh.kernel.Fields;
import io.kosh.loyalty.internal.shop.CatalogueController.SearchRequest;
import io.kosh.loyalty.internal.shop.OrderController.OrderResponse;
import io.kosh.loyalty.internal.shop.OrderSearchStore.Filter;
import io.kosh.loyalty.internal.shop.OrderSearchStore.OfLine;
import io.kosh.loyalty.internal.shop.OrderSearchStore.OfOrder;
import io.kosh.loyalty.internal.shop.OrderSearchStore.Range;
import io.kosh.loyalty.internal.shop.OrderSearches.Found;
import io.kosh.loyalty.internal.shop.OrderSearches.Whose;
import io.kosh.loyalty.internal.shop.OrderState.Payment;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.SqlTimes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The documented search for orders. The pages mark every filter as required, which no search can mean: each only
/// narrows, and an empty text says nothing.
@RestController
@RouteFamily(Envelope.REDEMPTION)
@Tag(name = "Orders", description = "Vouchers ordered for points.")
final class OrderSearchController {
    private static final int LONGEST = OrderController.LONGEST;
    private static final int LONGEST_EMAIL = 254;

    private final OrderSearches searches;

    OrderSearchController(OrderSearches searches) {
        this.searches = searches;
    }

    /// Which orders.
    @Schema(name = "OrderSearchRequest")
    record FilterRequest(
            @Schema(example = "REWARD_STORE") @Nullable String aggregator,
            @Schema(description = "percent") @Nullable BigDecimal aggregatorDiscountFrom,
            @Schema(description = "percent") @Nullable BigDecimal aggregatorDiscountTo,

            @Schema(description = "the supplier's own id") @Nullable
            String aggregatorOrderId,

            @Schema(description = "by what the supplier knows the denomination") @Nullable
            String aggregatorProductId,

            @Schema(example = "0", description = "what the order costs") @Nullable
            BigDecimal amountFrom,

            @Schema(example = "100000") @Nullable BigDecimal amountTo,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<@Nullable String> brand,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<@Nullable String> category,

            @Schema(example = "CEK1PU9AOO", description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(description = "an instant, or a day or a time in India") @Nullable
            String createdOnFrom,

            @Schema(description = "an instant, or a time or a day in India; a day is included") @Nullable
            String createdOnTo,

            @Schema(
                    example = "DESC",
                    allowableValues = {"ASC", "DESC"},
                    description = "by when they were made; absent: DESC")
            @Nullable
            String direction,

            @Schema(example = "EK8IHN4B") @Nullable String ekUserId,

            @Schema(description = "of the card's holder") @Nullable
            String email,

            @Schema(description = "percent") @Nullable BigDecimal enkashDiscountFrom,
            @Schema(description = "percent") @Nullable BigDecimal enkashDiscountTo,
            @Schema(example = "OR631764TS4UC") @Nullable String orderId,

            @JsonAlias("orderReferenceId") @Nullable String partnerOrderReferenceId,

            @Nullable String productCatalogId,
            @Nullable OrderState orderStatus,
            @Nullable Payment paymentStatus) {
        FilterRequest {
            aggregator = said("aggregator", aggregator);
            aggregatorOrderId = said("aggregatorOrderId", aggregatorOrderId);
            aggregatorProductId = said("aggregatorProductId", aggregatorProductId);
            companyId = said("companyId", companyId);
            ekUserId = said("ekUserId", ekUserId);
            email = Fields.optionalText("email", SearchRequest.said(email), LONGEST_EMAIL);
            orderId = said("orderId", orderId);
            partnerOrderReferenceId = said("partnerOrderReferenceId", partnerOrderReferenceId);
            productCatalogId = said("productCatalogId", productCatalogId);
            newestFirst(direction);
            range("amount", amountFrom, amountTo);
            range("aggregatorDiscount", aggregatorDiscountFrom, aggregatorDiscountTo);
            range("enkashDiscount", enkashDiscountFrom, enkashDiscountTo);
            SearchRequest.names("brand", brand);
            SearchRequest.names("category", category);
            moment("createdOnFrom", createdOnFrom, 0);
            moment("createdOnTo", createdOnTo, 1);
        }

        private static @Nullable String said(String field, @Nullable String text) {
            return Fields.optionalText(field, SearchRequest.said(text), LONGEST);
        }

        private static boolean newestFirst(@Nullable String direction) {
            String way = SearchRequest.said(direction);
            if (way == null || way.equalsIgnoreCase("DESC")) {
                return true;
            }
            if (way.equalsIgnoreCase("ASC")) {
                return false;
            }
            throw Fields.invalid("direction", "must be ASC or DESC");
        }

        private static Range range(String field, @Nullable BigDecimal from, @Nullable BigDecimal to) {
            return new Range(Rupees.optionalBound(field + "From", from), Rupees.optionalBound(field + "To", to));
        }

        /// @param days how many days after the day that was named; an instant is taken as it is
        private static @Nullable Instant moment(String field, @Nullable String value, int days) {
            String text = said(field, value);
            if (text == null) {
                return null;
            }
            try {
                return SqlTimes.asked(field, moment(text, days));
            } catch (DateTimeException _) {
                throw Fields.invalid(field, "must be an instant such as 2025-01-24T08:47:01.505Z or a day");
            }
        }

        private static Instant moment(String text, int days) {
            if (text.length() == "2025-01-24".length()) {
                return LocalDate.parse(text)
                        .plusDays(days)
                        .atStartOfDay(BusinessClock.ZONE)
                        .toInstant()
                        .minusNanos(days * 1000L);
            }
            TemporalAccessor said = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
            return said instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : LocalDateTime.from(said).atZone(BusinessClock.ZONE).toInstant();
        }

        private @Nullable List<OrderState> states() {
            if (orderStatus == null && paymentStatus == null) {
                return null;
            }
            return Arrays.stream(OrderState.values())
                    .filter(state -> orderStatus == null || state == orderStatus)
                    .filter(state -> paymentStatus == null || state.payment() == paymentStatus)
                    .toList();
        }

        Filter filter(@Nullable List<String> users) {
            return new Filter(
                    new OfOrder(
                            orderId,
                            partnerOrderReferenceId,
                            aggregatorOrderId,
                            users,
                            states(),
                            range("amount", amountFrom, amountTo),
                            moment("createdOnFrom", createdOnFrom, 0),
                            moment("createdOnTo", createdOnTo, 1)),
                    new OfLine(
                            aggregator,
                            aggregatorProductId,
                            productCatalogId,
                            SearchRequest.names("brand", brand),
                            SearchRequest.names("category", category),
                            range("enkashDiscount", enkashDiscountFrom, enkashDiscountTo),
                            range("aggregatorDiscount", aggregatorDiscountFrom, aggregatorDiscountTo)),
                    newestFirst(direction));
        }

        @Override
        public String toString() {
            return "a search for orders";
        }
    }

    /// The orders found.
    ///
    /// @param recordsCount how many there are in all
    @Schema(name = "OrdersFound")
    record FoundResponse(long recordsCount, List<OrderResponse> data) {}

    @PostMapping(
            path = "/api/v0/partner/search-order",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Order Search", description = "The company's orders, without codes.")
    FoundResponse search(
            Caller caller,
            @Parameter(example = "10") @RequestParam(required = false) @Nullable Long limit,
            @Parameter(example = "0") @RequestParam(required = false) @Nullable Long offset,
            @RequestBody FilterRequest request) {
        CompanyRef company = caller.company(request.companyId());
        Found found = searches.search(
                company, new Whose(request.ekUserId(), request.email()), Part.of(offset, limit), request::filter);
        return new FoundResponse(
                found.count(),
                found.orders().stream()
                        .map(order -> OrderResponse.of(company.id(), order))
                        .toList());
    }
}
