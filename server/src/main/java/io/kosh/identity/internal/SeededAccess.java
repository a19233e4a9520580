package io.kosh.identity.internal;

import io.kosh.identity.ClientCredentials;
import io.kosh.identity.internal.Logins.Credentials;
import io.kosh.platform.CompanyRef;
import java.util.List;
import org.springframework.stereotype.Component;

/// Those of a fresh sandbox who belong to no company: the operator and the partner.
@Component
final class SeededAccess {
    private final Clients clients;
    private final Partners partners;
    private final Logins logins;

    SeededAccess(Clients clients, Partners partners, Logins logins) {
        this.clients = clients;
        this.partners = partners;
        this.logins = logins;
    }

    ClientCredentials operator() {
        return clients.createFirstOperator();
    }

    ClientCredentials partner(String partnerId, String name, List<CompanyRef> companies, Credentials login) {
        logins.createForPartner(partners.create(partnerId, name, companies).partner(), login);
        return partners.addClient(partnerId);
    }
}
