package io.kosh.gateway.internal;

import io.kosh.gateway.internal.RefundBalances.Figures;
import io.kosh.gateway.internal.RefundBalances.Recharge;
import io.kosh.gateway.internal.RefundController.StatusResponse;
import io.kosh.kernel.CommonError;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Hundredths;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountRef;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.Page;
import io.kosh.platform.Profile;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// A merchant's money beyond the documented pages: what refunds come out of, how everything stands, and all refunds.
@RestController
@RequestMapping("/api/v1/gateway")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Gateway balances", description = "Native: a merchant's money in the payment gateway.")
final class RefundBalanceController {
    private static final List<AccountRef> ALL = List.of(
            GatewayBook.AT_RAIL,
            GatewayBook.TO_SETTLE,
            GatewayBook.SURCHARGES,
            GatewayBook.GST,
            GatewayBook.FEES,
            GatewayBook.UNAPPLIED,
            GatewayBook.REFUND_BALANCE,
            GatewayBook.CHARGED_BACK);

    private final RefundBalances balances;
    private final Refunds refunds;
    private final boolean live;

    RefundBalanceController(RefundBalances balances, Refunds refunds, Settings installation) {
        this.balances = balances;
        this.refunds = refunds;
        this.live = installation.profile() == Profile.LIVE;
    }

    /// What refunds come out of, in rupees.
    @Schema(name = "RefundBalance")
    record RefundBalanceResponse(
            @Schema(example = "5000.00") BigDecimal balance,

            @Schema(example = "100.00", description = "set aside for refunds that are under way")
            BigDecimal held,

            @Schema(example = "4900.00", description = "what can be refunded now")
            BigDecimal available) {
        static RefundBalanceResponse of(Figures figures) {
            return new RefundBalanceResponse(
                    Hundredths.full(figures.balance()),
                    Hundredths.full(figures.held()),
                    Hundredths.full(figures.available()));
        }
    }

    /// Money that a merchant brings in.
    @Schema(name = "RechargeRequest")
    record RechargeRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(example = "5000.50", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            BigDecimal amount,

            @Schema(
                    example = "NEFT-2026-000321",
                    description = "unique among the company's recharges for ever",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reference,

            @Nullable String remarks) {
        RechargeRequest {
            RefundController.minor(amount);
            Fields.identifier("reference", reference, RefundController.LONGEST_ID);
            Fields.optionalText("remarks", remarks, RefundController.LONGEST_REMARKS);
        }
    }

    /// A recharge with the balance now.
    @Schema(name = "Recharge")
    record RechargeResponse(
            String reference,
            BigDecimal amount,
            String transferId,
            Instant recordedAt,
            RefundBalanceResponse refundBalance,

            @Schema(description = "whether it stood there already")
            boolean replayed) {
        static RechargeResponse of(Recharge made) {
            return new RechargeResponse(
                    made.reference(),
                    Hundredths.full(made.amountMinor()),
                    Long.toString(made.transfer()),
                    made.recordedAt(),
                    RefundBalanceResponse.of(made.after()),
                    made.replayed());
        }
    }

    /// How a merchant's money stands, in rupees.
    @Schema(name = "GatewayBalances")
    record BalancesResponse(
            @Schema(description = "what banks and acquirers owe for what payers paid, less what went back")
            BigDecimal atRail,

            @Schema(description = "what the merchant will get")
            BigDecimal settleable,

            @Schema(description = "what payers paid on top") BigDecimal surcharges,

            @Schema(description = "the tax on that and on fees")
            BigDecimal gst,

            @Schema(description = "what payments cost the merchant")
            BigDecimal fees,

            @Schema(description = "paid for orders that took no payment, until it has gone back")
            BigDecimal unapplied,

            @Schema(description = "what banks took back") BigDecimal chargedBack,
            RefundBalanceResponse refundBalance) {
        static BalancesResponse of(Map<String, Figures> figures) {
            return new BalancesResponse(
                    balance(figures, GatewayBook.AT_RAIL),
                    balance(figures, GatewayBook.TO_SETTLE),
                    balance(figures, GatewayBook.SURCHARGES),
                    balance(figures, GatewayBook.GST),
                    balance(figures, GatewayBook.FEES),
                    balance(figures, GatewayBook.UNAPPLIED),
                    balance(figures, GatewayBook.CHARGED_BACK),
                    RefundBalanceResponse.of(of(figures, GatewayBook.REFUND_BALANCE)));
        }

        private static BigDecimal balance(Map<String, Figures> figures, AccountRef account) {
            return Hundredths.full(of(figures, account).balance());
        }

        private static Figures of(Map<String, Figures> figures, AccountRef account) {
            return figures.getOrDefault(account.kind().name(), Figures.NOTHING);
        }
    }

    @GetMapping("/refund-balance")
    @Operation(summary = "Get the refund balance", description = "What a merchant's refunds come out of.")
    RefundBalanceResponse refundBalance(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        return RefundBalanceResponse.of(
                balances.refundBalance(caller.company(companyId).key()));
    }

    @PostMapping("/refund-balance/recharges")
    @RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Recharge the refund balance",
            description =
                    "Records money that came in; in live that is an operator's to say. The same reference with the same body answers with the first recharge; with "
                            + "another body it is answered 409.")
    RechargeResponse recharge(Caller caller, @RequestBody RechargeRequest request) {
        if (live && !caller.operator()) {
            throw Refusal.of(CommonError.OPERATOR_ONLY, "an operator records the money that came in");
        }
        return RechargeResponse.of(balances.recharge(
                caller.company(request.companyId()).key(),
                RefundController.minor(request.amount()),
                Fields.identifier("reference", request.reference(), RefundController.LONGEST_ID),
                request.remarks()));
    }

    @GetMapping("/balances")
    @Operation(
            summary = "Get the balances of the payment gateway",
            description =
                    "All figures are of one moment. What payers paid is, at any time, settleable, surcharges, gst, "
                            + "fees, unapplied and chargedBack, and what went back of unapplied payments.")
    BalancesResponse balances(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        return BalancesResponse.of(balances.figures(caller.company(companyId).key(), ALL));
    }

    @GetMapping("/refunds")
    @Operation(
            summary = "List refunds",
            description = "Newest first, with those that went back by themselves: cause says why.")
    Page<StatusResponse> refunds(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        return refunds.list(caller.company(companyId).key(), Page.Request.of(cursor, limit))
                .map(StatusResponse::of);
    }
}
