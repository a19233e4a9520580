package io.kosh.cards.internal;

import io.kosh.cards.internal.PageLink.Purpose;
import io.kosh.cards.internal.PageLinks.Opened;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.RequestContext;
import io.kosh.vault.Vault;
import io.kosh.vault.Vault.CardFace;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Shows holders what is printed on their cards: on a page of its own, once, after they were asked.
@Component
final class CardViews {
    private static final Logger LOG = LoggerFactory.getLogger(CardViews.class);
    private static final Set<Purpose> PURPOSES = Set.of(Purpose.CARD_NUMBER, Purpose.SECURITY_CODE);

    private final Database database;
    private final CardStore cards;
    private final CardOtps otps;
    private final PageLinks links;
    private final PageTokens tokens;
    private final Vault vault;

    CardViews(Database database, CardStore cards, CardOtps otps, PageLinks links, PageTokens tokens, Vault vault) {
        this.database = database;
        this.cards = cards;
        this.otps = otps;
        this.links = links;
        this.tokens = tokens;
        this.vault = vault;
    }

    /// A link to the page.
    record Link(Secret<String> token, Instant endsAt) {}

    /// What the page shows.
    ///
    /// @param number 16 digits, null where it is about the security code
    /// @param code   three digits, null where it is about the number
    record Shown(
            Card card,
            YearMonth expiry,
            @Nullable Secret<String> number,
            @Nullable Secret<String> code) {}

    /// A link for the holder of an active card, who was asked.
    Link open(CompanyRef company, Card card, OtpAnswer answer, Purpose purpose) {
        card.requireNumber();
        card.requireActive();
        otps.require(
                company, card, answer, purpose == Purpose.SECURITY_CODE ? CardAction.VIEW_CVV : CardAction.VIEW_CARD);
        Opened opened =
                database.inCompany(company.key(), () -> links.open(company.key(), new PageLink(card.key(), purpose)));
        return new Link(opened.token(), opened.endsAt());
    }

    /// The card that a token would show, null where it shows none.
    @Nullable
    Card look(Secret<String> token) {
        CompanyRef company = companyOf(token);
        return company == null
                ? null
                : database.inCompany(company.key(), () -> {
                    PageLink link = links.look(company.key(), token);
                    return link == null || !PURPOSES.contains(link.purpose())
                            ? null
                            : cards.find(company.key(), link.card());
                });
    }

    /// What a token shows, which is used up; null where it shows nothing.
    @Nullable
    Shown show(Secret<String> token) {
        CompanyRef company = companyOf(token);
        Shown shown = company == null ? null : database.inCompany(company.key(), () -> shown(company, token));
        if (shown != null) {
            LOG.atInfo()
                    .addKeyValue("requestId", RequestContext.idOrNull())
                    .addKeyValue("card", shown.card().id())
                    .log("a card's {} was shown", shown.code() == null ? "number" : "security code");
        }
        return shown;
    }

    private @Nullable Shown shown(CompanyRef company, Secret<String> token) {
        PageLink link = links.use(company.key(), token, PURPOSES);
        Card card = link == null ? null : cards.find(company.key(), link.card());
        if (link == null || card == null) {
            return null;
        }
        card.requireActive();
        CardFace face = vault.face(company.key(), card.token());
        if (face == null) {
            throw new IllegalStateException("the vault has no number of the card " + card.id());
        }
        return link.purpose() == Purpose.CARD_NUMBER
                ? new Shown(card, face.expiry(), face.number(), null)
                : new Shown(card, face.expiry(), null, vault.securityCode(company.key(), card.token()));
    }

    private @Nullable CompanyRef companyOf(Secret<String> token) {
        CompanyRef company = tokens.companyOf(token.value());
        if (company != null && RequestContext.isBound()) {
            RequestContext.current().about(company);
        }
        return company;
    }
}
