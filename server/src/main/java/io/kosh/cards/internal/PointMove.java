package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import org.jspecify.annotations.Nullable;

/// A request to move points between an account and one of its cards.
///
/// @param companyId the company, in words to its caller
/// @param accountId the account; null where the card tells it
/// @param cardId    the card; null where the holder tells it
/// @param holder    whose card it is, as far as the request says
/// @param amount    in hundredths
/// @param reference the client's own, unique in the company for ever
/// @param onlyNew   whether only a holder who has no card yet is to get anything
record PointMove(
        String companyId,
        @Nullable String accountId,
        @Nullable String cardId,
        Holder holder,
        Type type,
        long amount,
        String reference,
        @Nullable String remarks,
        boolean onlyNew)
        implements Movement {

    /// Which way; documented by these names.
    enum Type {
        ALLOCATE_POINT,
        UNALLOCATE_POINT
    }

    /// The client's reference, which the pages spell in two ways.
    ///
    /// @param place what stands before the names of the fields in messages: empty, or a place in a list with a dot
    static String reference(String place, @Nullable String number, @Nullable String num) {
        if (number != null && num != null && !number.equals(num)) {
            throw Fields.invalid(place + "uniqueReferenceNum", "differs from uniqueReferenceNumber");
        }
        return Fields.text(
                place + "uniqueReferenceNumber", number == null ? num : number, CardAccountController.LONGEST_ID);
    }

    @Override
    public MovementType movement() {
        return MovementType.valueOf(type.name());
    }

    @Override
    public boolean toCard() {
        return type == Type.ALLOCATE_POINT;
    }

    /// Whether a holder who is not known yet is given a card.
    boolean mayMakeHolder() {
        return toCard() && cardId == null && accountId != null;
    }

    @Override
    public String request() {
        return String.join(
                "\n",
                String.valueOf(accountId),
                String.valueOf(cardId),
                type.name(),
                Long.toString(amount),
                String.valueOf(holder.title()),
                String.valueOf(holder.firstName()),
                String.valueOf(holder.gender()),
                String.valueOf(holder.email()),
                String.valueOf(holder.mobile()),
                String.valueOf(remarks));
    }
}
