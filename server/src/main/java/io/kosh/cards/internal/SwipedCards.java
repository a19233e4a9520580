package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.sandbox.SwipeableCards;
import io.kosh.vault.Vault;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/// The cards that a sandbox's page swipes, as if it had them in its hand.
@Component
@ConditionalOnProperty(name = "kosh.profile", havingValue = "sandbox", matchIfMissing = true)
final class SwipedCards implements SwipeableCards {
    private final Database database;
    private final SwipedCardStore store;
    private final Vault vault;

    SwipedCards(Database database, SwipedCardStore store, Vault vault) {
        this.database = database;
        this.store = store;
        this.vault = vault;
    }

    @Override
    public List<Plastic> latest(CompanyKey company, int most) {
        return database.inCompany(company, () -> store.latest(company, most));
    }

    @Override
    public @Nullable Face face(CompanyKey company, String cardId) {
        return database.inCompany(company, () -> {
            String token = store.token(company, cardId);
            Vault.CardFace face = token == null ? null : vault.face(company, token);
            Secret<String> code = token == null ? null : vault.securityCode(company, token);
            return face == null || code == null ? null : new Face(face.number(), face.expiry(), code);
        });
    }
}
