package io.kosh.platform;

/// What a request did, told by those who did it, so that the sandbox's event log can join a request with its transfers
/// and whatever else came from it.
///
/// Costs an entry in a list; outside a request it does nothing.
public final class Effects {
    private Effects() {}

    /// @param kind what sort of thing, such as `ledger.transfer`
    /// @param id   how it is found again
    public static void add(String kind, String id) {
        if (RequestContext.isBound()) {
            RequestContext.current().effect(new Effect(kind, id));
        }
    }

    /// One thing that a request did.
    public record Effect(String kind, String id) {}
}
