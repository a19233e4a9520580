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
    private final SpendSettings settings;
    private final SecureRandom random = new SecureRandom();

    SpendBatches(Ledger ledger, SpendSettings settings) {
        this.ledger = ledger;
        this.settings = settings;
    }

    /// @param holders the standing of the holders, there when the plan is made
    SpendBatch begin(CompanyKey company, Read read, Map<String, Standing> holders) {
        return new SpendBatch(read, holders, settings, new SpendLeft(ledger, company), this::approvalCode);
    }

    private String approvalCode() {
        IdShape shape = Authorization.APPROVAL_CODE;
        return shape.mint(random);
    }
}
