package io.kosh.ledger;

/// A named way in which value may move. Product code posts by template only; there are no free-form entries.
///
/// @param name `context.verb`, stable: it stands in every transfer
public record PostingTemplate(String name, AccountKind debit, AccountKind credit) {
    public PostingTemplate {
        if (debit.asset() != credit.asset()) {
            throw new IllegalArgumentException(name + " would mix assets");
        }
    }

    boolean fits(Leg leg) {
        return leg.debit().kind().equals(debit) && leg.credit().kind().equals(credit);
    }
}
