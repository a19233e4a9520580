package io.kosh.loyalty.internal.shop;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.kernel.Fields;
import io.kosh.loyalty.internal.shop.OrderState.Payment;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.SecretAnswer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The documented calls that tell the codes of vouchers, under the two paths of two generations of the pages.
/// Their answers are kept nowhere.
@RestController
@RequestMapping(path = "/api/v0", produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(Envelope.REDEMPTION_ORDER)
@Tag(name = "Orders", description = "Vouchers ordered for points.")
final class OrderDetailsController {
    private final Orders orders;
    private final Vouchers vouchers;

    OrderDetailsController(Orders orders, Vouchers vouchers) {
        this.orders = orders;
        this.vouchers = vouchers;
    }

    /// Which order.
    @Schema(name = "OrderDetailsRequest")
    record DetailsRequest(
            @Schema(
                    example = "OR631764TS4UC",
                    description = "the order's id, or the client's reference",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias({"partnerOrderReferenceId", "orderReferenceId"})
            String orderId,

            @Schema(description = "absent: the token's own company") @Nullable
            String companyId) {
        DetailsRequest {
            Fields.text("orderId", orderId, OrderController.LONGEST);
        }
    }

    /// An order with its vouchers.
    @Schema(name = "OrderDetails")
    record DetailsResponse(
            @Schema(example = "OR631764TS4UC") String orderId,
            @Schema(example = "SUCCESS") Payment paymentStatus,
            @Schema(example = "SUCCESS") OrderState orderStatus,
            @Schema(example = "10") int totalQuantity,

            @Schema(example = "5000.00", description = "what the vouchers are worth")
            BigDecimal totalAmount,

            @Schema(example = "4500.00", description = "what they cost")
            BigDecimal orderAmount,

            @Schema(example = "4500.00", description = "what was spent")
            BigDecimal paidAmount,

            @Schema(example = "REF123456789") String partnerOrderReferenceId,
            List<VoucherResponse> voucherDetailsList) {
        @Override
        public String toString() {
            return "the details of an order";
        }
    }

    /// A voucher.
    @Schema(name = "VoucherDetails")
    record VoucherResponse(
            @Schema(example = "1234567890123456", description = "the voucher's code")
            String cardNumber,

            @Schema(example = "1234", description = "empty where it has none")
            String pin,

            @Schema(example = "2025-12-31T23:59:59", description = "in India")
            LocalDateTime expiryDate) {
        static VoucherResponse of(Vouchers.Shown voucher) {
            return new VoucherResponse(
                    voucher.code().value(),
                    voucher.pin().value(),
                    LocalDateTime.ofInstant(voucher.expiresAt(), BusinessClock.ZONE));
        }

        @Override
        public String toString() {
            return "a voucher";
        }
    }

    @PostMapping(path = "/order/orderDetails", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Fetch Order Info by Partner order Reference id",
            description = "An order with the codes of its vouchers.")
    DetailsResponse details(Caller caller, @RequestBody DetailsRequest request) {
        return details(caller, Fields.text("orderId", request.orderId(), OrderController.LONGEST), request.companyId());
    }

    @GetMapping("/partner/fetch-order-details/{partnerOrderReferenceId}")
    @SecretAnswer
    @Operation(
            summary = "Fetch Order Info by Partner order Reference id (newest pages)",
            description =
                    "The same by the path of the newest pages; a body is not read. A company that takes encrypted "
                            + "bodies only is answered where Kosh-Encrypted-Request asks for an encrypted answer.")
    DetailsResponse fetch(
            Caller caller,
            @Parameter(example = "123445") @PathVariable String partnerOrderReferenceId,
            @RequestParam(required = false) @Nullable String companyId) {
        String id = Fields.text("partnerOrderReferenceId", partnerOrderReferenceId, OrderController.LONGEST);
        return details(caller, id, companyId);
    }

    private DetailsResponse details(Caller caller, String orderId, @Nullable String companyId) {
        CompanyRef company = orders.companyOf(caller, orderId, companyId);
        VoucherOrder order = orders.find(company, orderId);
        return new DetailsResponse(
                order.id(),
                order.state().payment(),
                order.state(),
                order.quantity(),
                Rupees.decimal(order.face()),
                Rupees.decimal(order.price()),
                Rupees.decimal(order.paid()),
                order.reference(),
                vouchers.open(company.key(), order.key()).stream()
                        .map(VoucherResponse::of)
                        .toList());
    }
}
