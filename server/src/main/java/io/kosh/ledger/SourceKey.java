package io.kosh.ledger;

/// What a transfer came from: unique for ever within a company.
///
/// @param kind what sort of thing, `context.verb`
/// @param id   its id there, such as the client's request id
public record SourceKey(String kind, String id) {}
