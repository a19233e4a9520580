package io.kosh.cards.internal;

import io.kosh.cards.internal.CardStore.Person;
import io.kosh.identity.Identity;
import io.kosh.identity.User;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.PublicIds;
import io.kosh.vault.Vault;
import io.kosh.vault.Vault.CardToken;
import java.security.SecureRandom;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Giving people cards.
@Component
final class Cards {
    /// Of a new card; whoever asks about its gates reads it again, or sets them.
    private static final Card.Gates UNKNOWN = new Card.Gates(Kyc.NONE, 0, CardAccount.FIRST_TERMS);

    private final CardStore store;
    private final Identity identity;
    private final Vault vault;
    private final PublicIds ids;
    private final BusinessClock clock;
    private final CardNews news;
    private final SecureRandom random = new SecureRandom();

    Cards(CardStore store, Identity identity, Vault vault, PublicIds ids, BusinessClock clock, CardNews news) {
        this.store = store;
        this.identity = identity;
        this.vault = vault;
        this.ids = ids;
        this.clock = clock;
        this.news = news;
    }

    /// A card to be made.
    ///
    /// @param cardId        a wanted public id, null to mint one
    /// @param userId        the holder, a person of the company; null for whoever has the mobile and email
    /// @param administrator whether it is the account's primary card
    record NewCard(@Nullable String cardId, @Nullable String userId, Holder holder, boolean administrator) {}

    /// Makes cards without a number, and the people who are not there yet, in the transaction of the company that is
    /// open. One card an account and mobile, and an account and email: the caller sees to it.
    List<Card> issue(CompanyRef company, Card.Account account, List<NewCard> wanted) {
        return make(company, account, wanted, new Form(CardState.ACTIVE, null));
    }

    /// Makes a card with a number, and its holder where they are not there yet, in the transaction of the company that
    /// is open.
    ///
    /// @param expiry the last month in which the number is good
    Card issueNumbered(CompanyRef company, Card.Account account, NewCard wanted, CardState state, YearMonth expiry) {
        return make(company, account, List.of(wanted), new Form(state, expiry)).getFirst();
    }

    /// How cards begin.
    ///
    /// @param expiry null for cards without a number
    private record Form(CardState state, @Nullable YearMonth expiry) {}

    private List<Card> make(CompanyRef company, Card.Account account, List<NewCard> wanted, Form form) {
        List<Card> made = new ArrayList<>(wanted.size());
        Iterator<String> people = people(company, wanted).iterator();
        Iterator<String> claimed = claim(company, wanted).iterator();
        YearMonth expiry = form.expiry();
        for (NewCard each : wanted) {
            CardToken number = expiry == null ? null : vault.issue(company.key(), expiry);
            made.add(new Card(
                    0,
                    claimed.next(),
                    account,
                    people.next(),
                    number == null ? Card.TOKEN.mint(random) : number.token(),
                    number == null ? each.holder().maskedNumber() : number.maskedNumber(),
                    expiry,
                    form.state(),
                    each.administrator(),
                    UNKNOWN,
                    each.holder()));
        }
        List<Card> cards = store.insert(company.key(), account.key(), made, clock.now(company.key()));
        news.issued(company.key(), cards);
        return cards;
    }

    /// The user id of each holder, in order: one who holds a card of another account is known by mobile and email.
    /// The mobiles are locked until the transaction ends: two accounts that meet a person at once make one user.
    private List<String> people(CompanyRef company, List<NewCard> wanted) {
        List<String> mobiles =
                wanted.stream().map(each -> mobile(each.holder())).toList();
        store.lockPeople(company.key(), mobiles);
        Map<Person, String> known = store.people(company.key(), mobiles);
        List<@Nullable String> users = new ArrayList<>(wanted.size());
        List<String> names = new ArrayList<>();
        for (NewCard each : wanted) {
            String userId = each.userId() == null ? known.get(person(each.holder())) : each.userId();
            users.add(userId);
            if (userId == null) {
                names.add(Fields.present("firstName", each.holder().firstName()));
            }
        }
        Iterator<User> made = (names.isEmpty() ? List.<User>of() : identity.createUsers(company, names)).iterator();
        List<String> all = new ArrayList<>(wanted.size());
        for (String userId : users) {
            all.add(userId == null ? made.next().id() : userId);
        }
        return all;
    }

    private static String mobile(Holder holder) {
        return Fields.present("mobile", holder.mobile());
    }

    private static Person person(Holder holder) {
        return Person.of(mobile(holder), Fields.present("email", holder.email()));
    }

    /// The public id of each card, in order: the wanted one where it is free, else a minted one.
    private List<String> claim(CompanyRef company, List<NewCard> wanted) {
        Set<String> named = new HashSet<>();
        for (NewCard each : wanted) {
            if (each.cardId() != null) {
                named.add(each.cardId());
            }
        }
        Set<String> free =
                named.isEmpty() ? Set.of() : new HashSet<>(ids.claimAll(named, PublicIds.Kind.CARD, company.key()));
        Iterator<String> minted = ids.mintAll(
                        wanted.size() - free.size(), () -> Card.ID.mint(random), PublicIds.Kind.CARD, company.key())
                .iterator();
        List<String> claimed = new ArrayList<>(wanted.size());
        for (NewCard each : wanted) {
            String id = each.cardId();
            claimed.add(id != null && free.remove(id) ? id : minted.next());
        }
        return claimed;
    }

    /// The person whom a request names as a card's holder.
    User user(CompanyRef company, String userId) {
        User user = identity.findUser(company.key(), userId);
        if (user == null) {
            throw Refusal.ofField(CardError.CARD_USER_UNKNOWN, "userId", "there is no user " + userId);
        }
        return user;
    }
}
