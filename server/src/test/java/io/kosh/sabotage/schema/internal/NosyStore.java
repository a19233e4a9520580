package io.kosh.sabotage.schema.internal;

/// A store of the loyalty context that reads identity's tables.
final class NosyStore {
    static final String SQL = """
            select u.name
            from identity.users u
            join loyalty.coin_event e on e.company_id = u.company_id
            """;

    private NosyStore() {}
}
