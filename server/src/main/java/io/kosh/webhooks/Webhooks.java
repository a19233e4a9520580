package io.kosh.webhooks;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The door: tells a company's endpoints what happened.
public interface Webhooks {

    /// Writes the notifications into the caller's transaction of that company, all in one statement: they are sent
    /// once it commits, and never where it rolls back. Nothing is written, and nothing asked of the database, where
    /// the company has no endpoint and no address of an order is given.
    void announce(CompanyKey company, List<Announcement> announcements);

    /// The key of the [Checksum] in what is sent to addresses that orders name, in the caller's transaction of the
    /// company; made where the company has none yet. The company is told it when it is rotated, and never else.
    Secret<byte[]> orderKey(CompanyKey company);

    /// An address that an order names for itself, checked as an endpoint's is; refuses any other, naming the field.
    URI address(String field, @Nullable String url);
}
