package io.kosh.cards.internal;

import io.kosh.cards.internal.SpendReads.Read;
import io.kosh.identity.Identity.Standing;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.IdShape;
import io.kosh.ledger.Ledger;
import java.security.SecureRandom;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Begins batches of messages about spending.
@Component
final class SpendBatches {
    private final Ledger ledger;
    private final SpendBatch.Terms terms;
    private final SecureRandom random = new SecureRandom();

    SpendBatches(Ledger ledger, SpendSettings settings, PrepaidLimits limits) {
        this.ledger = ledger;
        this.terms = new SpendBatch.Terms(settings, limits);
    }

    /// @param holders the standing of the holders, there when the plan is made
    SpendBatch begin(CompanyKey company, Read read, Map<String, Standing> holders) {
        return new SpendBatch(read, holders, terms, new SpendLeft(ledger, company), this::approvalCode);
    }

    private String approvalCode() {
        IdShape shape = Authorization.APPROVAL_CODE;
        return shape.mint(random);
    }
}
