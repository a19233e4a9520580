package io.kosh.cards.internal;

import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.vault.Vault;
import io.kosh.vault.Vault.PinState;
import org.springframework.stereotype.Component;

/// PINs of cards with a number.
@Component
final class CardPins {
    private final Database database;
    private final CardOtps otps;
    private final Vault vault;

    CardPins(Database database, CardOtps otps, Vault vault) {
        this.database = database;
        this.otps = otps;
        this.vault = vault;
    }

    /// Sets or changes a PIN, once the holder was asked. A new one unlocks a PIN that was tried wrong too often.
    PinState set(CompanyRef company, Card card, Secret<String> pin, OtpAnswer answer) {
        card.requireNumber();
        card.requireNotBlocked();
        otps.require(company, card, answer, CardAction.SET_PIN);
        return database.inCompany(company.key(), () -> {
            vault.setPin(company.key(), card.token(), pin);
            return state(company, card);
        });
    }

    /// How it stands with a card's PIN; refuses a card without a number.
    PinState state(CompanyRef company, Card card) {
        card.requireNumber();
        PinState state = database.inCompany(company.key(), () -> vault.pinState(company.key(), card.token()));
        if (state == null) {
            throw new IllegalStateException("the vault has no number of the card " + card.id());
        }
        return state;
    }
}
