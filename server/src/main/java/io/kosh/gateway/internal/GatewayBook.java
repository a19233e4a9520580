package io.kosh.gateway.internal;

import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Asset;
import io.kosh.ledger.PostingTemplate;
import io.kosh.ledger.Side;
import java.util.List;

/// The accounts of a merchant's money, all of them the company's own, and the ways in which it moves. What payers paid
/// is, at any time, what can be settled, surcharges, fees and taxes, what stands unapplied or was charged back, and
/// what went back of unapplied payments.
final class GatewayBook {
    private static final AccountKind RAIL = kind("rail", Side.DEBIT, false);
    private static final AccountKind SETTLEABLE = kind("settleable", Side.CREDIT, false);
    private static final AccountKind SURCHARGE_KIND = kind("surcharge", Side.CREDIT, false);
    private static final AccountKind GST_KIND = kind("gst", Side.CREDIT, false);
    private static final AccountKind FEE_KIND = kind("fee", Side.CREDIT, false);
    private static final AccountKind UNAPPLIED_KIND = kind("unapplied", Side.CREDIT, true);
    private static final AccountKind BANK = kind("bank", Side.DEBIT, false);
    private static final AccountKind REFUND_BALANCE_KIND = kind("refund-balance", Side.CREDIT, true);
    private static final AccountKind CHARGEBACK_KIND = kind("chargeback", Side.CREDIT, false);

    /// What acquirers owe for what payers paid, less what they gave back.
    static final AccountRef AT_RAIL = AccountRef.ofCompany(RAIL);

    /// What the merchant will get. Below zero where more was charged back than came in.
    static final AccountRef TO_SETTLE = AccountRef.ofCompany(SETTLEABLE);

    /// What payers paid on top.
    static final AccountRef SURCHARGES = AccountRef.ofCompany(SURCHARGE_KIND);

    static final AccountRef GST = AccountRef.ofCompany(GST_KIND);
    static final AccountRef FEES = AccountRef.ofCompany(FEE_KIND);

    /// Paid for an order that takes no payment, or with another amount, until it is given back.
    static final AccountRef UNAPPLIED = AccountRef.ofCompany(UNAPPLIED_KIND);

    /// What the merchant brought in.
    static final AccountRef AT_BANK = AccountRef.ofCompany(BANK);

    /// What refunds come out of.
    static final AccountRef REFUND_BALANCE = AccountRef.ofCompany(REFUND_BALANCE_KIND);

    /// What banks took back.
    static final AccountRef CHARGED_BACK = AccountRef.ofCompany(CHARGEBACK_KIND);

    static final PostingTemplate CAPTURE = new PostingTemplate("gateway.capture", RAIL, SETTLEABLE);
    static final PostingTemplate SURCHARGE = new PostingTemplate("gateway.surcharge", RAIL, SURCHARGE_KIND);
    static final PostingTemplate SURCHARGE_GST = new PostingTemplate("gateway.surcharge-gst", RAIL, GST_KIND);
    static final PostingTemplate FEE = new PostingTemplate("gateway.fee", SETTLEABLE, FEE_KIND);
    static final PostingTemplate FEE_GST = new PostingTemplate("gateway.fee-gst", SETTLEABLE, GST_KIND);

    /// A success that comes too late, or second, or with another amount.
    static final PostingTemplate LATE_SUCCESS = new PostingTemplate("gateway.late-success", RAIL, UNAPPLIED_KIND);

    /// That goes back.
    static final PostingTemplate RETURN = new PostingTemplate("gateway.return", UNAPPLIED_KIND, RAIL);

    static final PostingTemplate RECHARGE = new PostingTemplate("gateway.recharge", BANK, REFUND_BALANCE_KIND);
    static final PostingTemplate REFUND = new PostingTemplate("gateway.refund", REFUND_BALANCE_KIND, RAIL);
    static final PostingTemplate CHARGEBACK = new PostingTemplate("gateway.chargeback", SETTLEABLE, CHARGEBACK_KIND);
    static final PostingTemplate CHARGEBACK_WON =
            new PostingTemplate("gateway.chargeback-won", CHARGEBACK_KIND, SETTLEABLE);

    static final List<PostingTemplate> TEMPLATES = List.of(
            CAPTURE,
            SURCHARGE,
            SURCHARGE_GST,
            FEE,
            FEE_GST,
            LATE_SUCCESS,
            RETURN,
            RECHARGE,
            REFUND,
            CHARGEBACK,
            CHARGEBACK_WON);

    private GatewayBook() {}

    private static AccountKind kind(String name, Side normal, boolean floored) {
        return new AccountKind("gateway." + name, Asset.INR, normal, floored);
    }
}
