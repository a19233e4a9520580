package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.ErrorCode;

/// Why the routes that spend points refuse.
enum ShopError implements ErrorCode {
    PRODUCT_UNKNOWN(Kind.NOT_FOUND, "The catalogue has no such product, or the company has switched it off."),
    DENOMINATION_UNKNOWN(Kind.RULE, "The product has no such denomination."),
    AMOUNT_NOT_OFFERED(
            Kind.RULE, "The product has no denomination of this amount, nor one that leaves the amount to the buyer."),
    AMOUNT_OUT_OF_RANGE(Kind.RULE, "The amount is not a whole number of rupees within the denomination's range."),
    QUANTITY_TOO_LARGE(Kind.DECLINED, "More vouchers than may be bought of the denomination, or in one order."),
    STOCK_EXHAUSTED(Kind.DECLINED, "Fewer vouchers of the denomination are left than were ordered."),
    CART_UNKNOWN(Kind.NOT_FOUND, "The user has no such cart."),
    CART_EMPTY(Kind.DECLINED, "There is nothing in the cart."),
    PRICE_CHANGED(Kind.DECLINED, "The order costs another amount than the caller expects: look at the cart again."),
    SHOPPER_MISSING(Kind.RULE, "The token stands for no person: say in ekUserId who spends points."),
    SHOPPER_UNKNOWN(Kind.NOT_FOUND, "The company has no such user."),
    POINTS_CARD_MISSING(Kind.DECLINED, "The user has no active card with points."),
    POINTS_CARD_NOT_THEIRS(Kind.RULE, "The card carries no points, or is not the user's."),
    ORDER_REFERENCE_REUSED(Kind.CONFLICT, "The order reference was used for another order: send a new one."),
    ORDER_UNKNOWN(Kind.NOT_FOUND, "The company has no such order."),
    ORDER_STAYS(Kind.CONFLICT, "The order has ended."),
    VOUCHERS_NOT_THERE(Kind.RULE, "The order has not so many vouchers whose points were not given back yet."),
    VOUCHER_REFUND_REUSED(Kind.CONFLICT, "The reference was used for another refund of the order: send a new one."),
    SUPPLIER_MISSING(Kind.UNAVAILABLE, "The installation's settings name no supplier of vouchers."),
    PRODUCT_OTHERWISE(Kind.CONFLICT, "A denomination's id belongs to another product.");

    private final Kind kind;
    private final String meaning;

    ShopError(Kind kind, String meaning) {
        this.kind = kind;
        this.meaning = meaning;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
