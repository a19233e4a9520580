package io.kosh.webhooks;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that happened to a resource.
///
/// @param type          a name that an [EventTypes] bean declares, `noun.happened`
/// @param resource      what it happened to, and the state that it is in now
/// @param data          what the native body tells, a tree of maps, lists, texts, numbers and flags
/// @param documented    the documented notification of the same, where there is one
/// @param notifyUrl     one more address, named by the order itself; told besides the company's endpoints
/// @param requestId     the request that caused it, where one transaction is shared by several; null for the
///                      request under way
public record Announcement(
        String type,
        Resource resource,
        Map<String, ?> data,
        @Nullable Documented documented,
        @Nullable URI notifyUrl,
        @Nullable String requestId) {

    /// What it happened to.
    ///
    /// @param sequence      the how-manieth happening of this resource it is, from 1 and without gaps, whether
    ///                      or not anybody listened: a receiver drops what is older than what it knows
    /// @param state         the state now, null where the resource has none
    /// @param previousState the state before, null for the first
    public record Resource(
            String type,
            String id,
            long sequence,
            @Nullable String state,
            @Nullable String previousState) {}

    /// A notification whose body is shown in the documents: sent exactly so to the documented configuration and to an
    /// order's address.
    ///
    /// @param event    the documented name, such as `PAYOUT_SUCCESS`
    /// @param checksum whether the body carries a `checksum` (see [Checksum])
    public record Documented(String event, Map<String, ?> body, boolean checksum) {}

    public static Announcement of(String type, Resource resource, Map<String, ?> data) {
        return new Announcement(type, resource, data, null, null, null);
    }

    /// The same with its documented notification.
    public Announcement documentedAs(Documented notification) {
        return new Announcement(type, resource, data, notification, notifyUrl, requestId);
    }

    /// The same, told to an address of its own too.
    public Announcement alsoTo(@Nullable URI url) {
        return new Announcement(type, resource, data, documented, url, requestId);
    }

    /// The same, as what a request of a shared commit caused.
    public Announcement askedBy(@Nullable String request) {
        return new Announcement(type, resource, data, documented, notifyUrl, request);
    }
}
