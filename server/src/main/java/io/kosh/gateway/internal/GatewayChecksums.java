package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.webhooks.Checksum;
import io.kosh.webhooks.Webhooks;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The `checksum` of what a browser carries to a merchant: the minimal view and the form that returns to its shop. Its
/// key is that of notifications to addresses that orders name, so that a merchant verifies everything with one secret.
@Component
final class GatewayChecksums {
    private final Database database;
    private final Webhooks webhooks;
    private final JsonMapper json;

    GatewayChecksums(Database database, Webhooks webhooks, JsonMapper json) {
        this.database = database;
        this.webhooks = webhooks;
        this.json = json;
    }

    /// The checksum of a body as the server would write it, whatever its own `checksum` says. Joins the caller's
    /// transaction of that company where there is one.
    ///
    /// @param fields a map, of a form all texts, or the record that is answered
    String of(CompanyKey company, Object fields) {
        Secret<byte[]> key = database.inCompany(company, () -> webhooks.orderKey(company));
        return Checksum.of(key, json.writeValueAsString(fields));
    }
}
