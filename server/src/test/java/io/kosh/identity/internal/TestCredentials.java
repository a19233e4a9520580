package io.kosh.identity.internal;

import io.kosh.identity.ClientCredentials;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.testing.TestServer;

/// Credentials for tests, made by the use cases themselves.
public final class TestCredentials {
    private TestCredentials() {}

    public static ClientCredentials client(TestServer server, String companyId) {
        return server.bean(Clients.class).addFor(server.bean(Companies.class).find(companyId));
    }

    public static ClientCredentials operator(TestServer server) {
        return server.bean(Clients.class).createOperator();
    }

    public static void login(TestServer server, CompanyRef company, String userId, String username, String password) {
        server.bean(Logins.class)
                .createForPerson(company, userId, new Logins.Credentials(username, new Secret<>(password)));
    }
}
