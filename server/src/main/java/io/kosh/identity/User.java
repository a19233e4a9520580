package io.kosh.identity;

/// A person of a company: who receives coins, holds cards, approves payments.
///
/// @param id     public id, `EK` + 6 capital letters or digits
/// @param key    internal key, unique within the installation
/// @param name   as given
/// @param status whether the person may receive anything
public record User(String id, long key, String name, Status status) {

    public boolean isActive() {
        return status == Status.ACTIVE;
    }

    /// Whether a person may receive anything.
    public enum Status {
        ACTIVE,
        INACTIVE
    }
}
