package io.kosh.webhooks;

import io.kosh.kernel.CompanyKey;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The door: tells a company's endpoints what happened.
public interface Webhooks {

    /// Writes the notifications into the caller's transaction of that company, all in one statement: they are sent
    /// once it commits, and never where it rolls back. Nothing is written, and nothing asked of the database, where
    /// the company has no endpoint and no address of an order is given.
    void announce(CompanyKey company, List<Announcement> announcements);

    /// An address that an order names for itself, checked as an endpoint's is; refuses any other, naming the field.
    URI address(String field, @Nullable String url);
}
