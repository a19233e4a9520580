package io.kosh.cards.connectors.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.cards.CardAuthorizations;
import io.kosh.cards.CardAuthorizations.Balance;
import io.kosh.cards.CardAuthorizations.CardName;
import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.sandbox.SwipeableCards;
import io.kosh.sandbox.SwipeableCards.Face;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.PrepaidCards;
import io.kosh.testing.TestServer;
import io.kosh.vault.Vault;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;

/// A prepaid card of a company of its own, with money on it.
record PaidCard(TestServer server, Fixture shop, String cardId, Face face) {
    static PaidCard of(TestServer server, int rupees) {
        return of(server, Api.of(server).newCompany(0), "Asha", rupees);
    }

    /// Another card of the same company.
    PaidCard another(String firstName, int rupees) {
        return of(server, shop, firstName, rupees);
    }

    private static PaidCard of(TestServer server, Fixture shop, String firstName, int rupees) {
        String cardId = PrepaidCards.make(shop, firstName, rupees);
        Face face = server.bean(SwipeableCards.class).face(shop.company().key(), cardId);
        return new PaidCard(server, shop, cardId, Objects.requireNonNull(face));
    }

    /// The same card, found on another server.
    PaidCard on(TestServer other) {
        return new PaidCard(other, shop, cardId, face);
    }

    Terminal terminal() {
        return Terminal.ready(
                Objects.requireNonNull(server.bean(MessagePort.class).address()));
    }

    void setPin(String pin) {
        var company = shop.company().key();
        String token = Objects.requireNonNull(server.bean(Vault.class).holderOf(face.number()))
                .token();
        assertThat(server.bean(Database.class)
                        .inCompany(company, () -> server.bean(Vault.class).setPin(company, token, new Secret<>(pin))))
                .isTrue();
    }

    /// A purchase with this card, sent now.
    CardMessage purchase(String type, String trace, long paise) {
        var now = server.bean(Clock.class).instant().atZone(ZoneOffset.UTC);
        return Terminal.like(
                TestPort.purchase(type, trace),
                type,
                Map.of(
                        2, face.number().value(),
                        4, "%012d".formatted(paise),
                        7, DateTimeFormatter.ofPattern("MMddHHmmss").format(now),
                        14, DateTimeFormatter.ofPattern("yyMM").format(face.expiry())));
    }

    Balance balance() {
        return Objects.requireNonNull(
                server.bean(CardAuthorizations.class).balance(shop.company().key(), new CardName.ById(cardId)));
    }

    void assertBooksBalance() {
        Reply audit = Api.of(server).as(shop.token()).get("/api/v1/ledger/audit");
        assertThat(audit.json().get("balanced").asBoolean()).as(audit.body()).isTrue();
    }
}
