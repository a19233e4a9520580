package io.kosh.ledger;

/// A kind of account: declared once by the context that owns it.
///
/// @param name    `context.what`, stable: it stands in the database
/// @param asset   what it counts
/// @param normal  the side on which its balance is positive
/// @param floored whether its available balance may not go below zero; the other kinds have no bound
public record AccountKind(String name, Asset asset, Side normal, boolean floored) {}
