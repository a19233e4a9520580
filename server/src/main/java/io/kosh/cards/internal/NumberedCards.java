package io.kosh.cards.internal;

import io.kosh.cards.internal.CardSearches.Filled;
import io.kosh.cards.internal.Cards.NewCard;
import io.kosh.cards.internal.MovementPoster.Asked;
import io.kosh.identity.User;
import io.kosh.kernel.Fields;
import io.kosh.kernel.IdShape;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.GroupCommit.Answer;
import java.security.SecureRandom;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Making cards with a number: prepaid, meal, fuel and gift cards, as the account's type decides.
@Component
final class NumberedCards {
    /// A reference for who gave none.
    private static final IdShape REFERENCE = IdShape.alphanumeric("EKR", 17);

    private final Database database;
    private final CardAccounts accounts;
    private final CardAccountStore accountStore;
    private final CardStore cardStore;
    private final CardDetailStore details;
    private final Cards cards;
    private final KnownHolders holders;
    private final MovementPoster poster;
    private final PlasticOrders plastic;
    private final CardSearches searches;
    private final BusinessClock clock;
    private final CardSettings settings;
    private final SecureRandom random = new SecureRandom();

    NumberedCards(
            Database database,
            CardAccounts accounts,
            CardAccountStore accountStore,
            CardStore cardStore,
            CardDetailStore details,
            Cards cards,
            KnownHolders holders,
            MovementPoster poster,
            PlasticOrders plastic,
            CardSearches searches,
            BusinessClock clock,
            CardSettings settings) {
        this.database = database;
        this.accounts = accounts;
        this.accountStore = accountStore;
        this.cardStore = cardStore;
        this.details = details;
        this.cards = cards;
        this.holders = holders;
        this.poster = poster;
        this.plastic = plastic;
        this.searches = searches;
        this.clock = clock;
        this.settings = settings;
    }

    /// A card to be made.
    ///
    /// @param cardId   a wanted public id, null to mint one
    /// @param userId   the holder, a person of the company; null for whoever has the mobile and email
    /// @param holder   as far as the request says; the rest is known of the user
    /// @param primary  whether it is the account's primary card
    /// @param delivery where plastic is to be sent; null for a card that is virtual
    /// @param load     what to put on it at once, in hundredths; null for nothing
    /// @param pan      the number of the holder's document, null where none was given
    /// @param actor    who asks
    record Draft(
            String accountId,
            @Nullable String cardId,
            @Nullable String userId,
            Holder holder,
            CardDetail detail,
            boolean primary,
            @Nullable PostalAddress delivery,
            @Nullable Long load,
            @Nullable Secret<String> pan,
            String actor) {
        @Override
        public String toString() {
            return "a draft of a card";
        }
    }

    /// Makes the card, its holder and its first load: all or nothing.
    Filled create(CompanyRef company, Draft draft) {
        return database.inCompany(company.key(), () -> {
            CardAccount account = account(company, draft);
            Holder holder = complete(company, draft);
            YearMonth expiry = YearMonth.from(clock.today(company.key())).plusYears(settings.validityYears());
            Card made = cards.issueNumbered(
                    company,
                    account.ofCards(),
                    new NewCard(draft.cardId(), draft.userId(), holder, draft.primary()),
                    draft.delivery() == null ? CardState.ACTIVE : CardState.ACTIVATING,
                    expiry);
            details.insert(company.key(), made.key(), draft.detail());
            Secret<String> pan = draft.pan();
            Kyc kyc = pan == null
                    ? holders.of(company.key(), made.userId())
                    : holders.record(company.key(), made.userId(), Kyc.MINIMUM, pan, draft.actor());
            Card card = made.with(new Card.Gates(kyc, 0, account.terms()));
            PostalAddress delivery = draft.delivery();
            if (delivery != null) {
                plastic.place(company.key(), card, delivery, draft.actor());
            }
            return searches.filled(card, load(company, draft, card));
        });
    }

    private CardAccount account(CompanyRef company, Draft draft) {
        CardAccount account =
                draft.primary() ? locked(company, draft.accountId()) : accounts.existing(company, draft.accountId());
        if (account.countsPoints()) {
            throw notRupees(account.id());
        }
        account.ofCards().requireActive();
        if (account.type() == AccountType.GIFT && draft.load() == null) {
            throw Fields.missing("loadAmount");
        }
        if (draft.primary() && cardStore.administrators(company.key(), account.key()) != null) {
            throw Refusal.ofField(
                    CardError.CARD_PRIMARY_EXISTS, "primaryEnKashCard", "the account has its primary card already");
        }
        return account;
    }

    /// Two primary cards that are made at once wait for each other.
    private CardAccount locked(CompanyRef company, String accountId) {
        CardAccount account = accountStore.lock(company.key(), accountId);
        if (account == null) {
            throw CardAccount.unknown(company.id(), accountId);
        }
        return account;
    }

    static Refusal notRupees(String accountId) {
        return Refusal.ofField(
                CardError.CARD_ACCOUNT_NOT_RUPEES,
                "cardAccountId",
                "the account " + accountId + " counts points, not rupees");
    }

    /// The holder with what the company knows of the user already.
    private Holder complete(CompanyRef company, Draft draft) {
        Holder said = draft.holder();
        String userId = draft.userId();
        if (userId == null) {
            return needed(said);
        }
        User user = cards.user(company, userId);
        if (user.status() != User.Status.ACTIVE) {
            throw Refusal.of(CardError.CARD_USER_INACTIVE, "The user " + userId + " is inactive");
        }
        Card known = cardStore.ofUser(company.key(), userId);
        if (known == null) {
            return needed(new Holder(
                    said.title(),
                    said.firstName() == null ? user.name() : said.firstName(),
                    said.gender(),
                    said.email(),
                    said.mobile()));
        }
        return needed(said.filledFrom(known.holder()));
    }

    private static Holder needed(Holder holder) {
        Fields.present("firstName", holder.firstName());
        Fields.present("email", holder.email());
        Fields.present("mobile", holder.mobile());
        return holder;
    }

    /// What is on the card then.
    private long load(CompanyRef company, Draft draft, Card card) {
        Long amount = draft.load();
        if (amount == null) {
            return 0;
        }
        CardLoad load = new CardLoad(
                company.id(),
                card.account().id(),
                card.id(),
                MovementType.LOAD_MONEY,
                Movement.PRINCIPLE,
                amount,
                mintReference(),
                draft.detail().remarks(),
                Map.of());
        return poster.post(company.key(), List.of(new Asked(load, new Answer.Done<>(card))))
                .getFirst()
                .orThrow()
                .transaction()
                .cardBalance();
    }

    String mintReference() {
        return REFERENCE.mint(random);
    }
}
