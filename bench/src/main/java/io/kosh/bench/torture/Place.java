package io.kosh.bench.torture;

import io.kosh.bench.Company;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// Where the calls of a round go: a company of its own, at one server or at several that share a database.
///
/// @param bases   the servers; a client that gets no answer from one turns to the next
/// @param company its public id
record Place(List<URI> bases, String company, String token, List<String> users) {
    static final String PLAIN = Company.EVENT;
    static final long PLAIN_AMOUNT = Company.AMOUNT;
    /// Coins that end some day, so that lots are written as well.
    static final String ENDING = "ENDING";

    static final long ENDING_AMOUNT = 3;
    /// So few that most of it is refused.
    static final String SCARCE = "SCARCE";

    static final long SCARCE_AMOUNT = 2;
    static final long BUDGET = 60;

    static Place make(List<URI> bases, Company company, int users) throws Exception {
        company.event(ENDING, ENDING_AMOUNT, Map.of("expiresAfterDays", 30));
        company.event(SCARCE, SCARCE_AMOUNT, Map.of("budget", BUDGET));
        company.hire(users);
        return new Place(bases, company.id(), company.token(), company.users());
    }

    Place at(List<URI> other) {
        return new Place(other, company, token, users);
    }
}
