package io.kosh.identity.internal;

import io.kosh.identity.User;
import io.kosh.identity.internal.UserStore.Field;
import io.kosh.identity.internal.UserStore.Kept;
import io.kosh.identity.internal.UserStore.NewPerson;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The people of companies.
@Component
final class Users {
    private final Database database;
    private final UserStore store;
    private final LoginStore logins;
    private final Ids ids;
    private final Clock clock;

    Users(Database database, UserStore store, LoginStore logins, Ids ids, Clock clock) {
        this.database = database;
        this.store = store;
        this.logins = logins;
        this.ids = ids;
        this.clock = clock;
    }

    Person create(CompanyRef company, @Nullable String userId, String name) {
        return database.inCompany(
                company.key(),
                () -> store.insert(
                                company.key(),
                                List.of(new NewPerson(ids.claimUser(userId, company.key()), name)),
                                clock.instant())
                        .getFirst());
    }

    /// Many at once, with minted ids.
    List<Person> create(CompanyRef company, List<String> names) {
        return database.inCompany(company.key(), () -> {
            List<NewPerson> people = new ArrayList<>();
            for (String name : names) {
                people.add(new NewPerson(ids.claimUser(null, company.key()), name));
            }
            return store.insert(company.key(), people, clock.instant());
        });
    }

    Person find(CompanyRef company, String userId) {
        return database.inCompany(company.key(), () -> known(store.findPerson(company.key(), userId), company, userId));
    }

    List<Person> page(CompanyRef company, Page.Request page) {
        return database.inCompany(company.key(), () -> store.page(company.key(), page));
    }

    List<Kept> moves(CompanyRef company, String userId, Page.Request page) {
        return database.inCompany(company.key(), () -> {
            Person person = known(store.findPerson(company.key(), userId), company, userId);
            return store.moves(company.key(), person.user().key(), page);
        });
    }

    Person setStatus(CompanyRef company, String userId, User.Status wanted, String by) {
        return database.inCompany(company.key(), () -> {
            Person person = known(store.lock(company.key(), userId), company, userId);
            User user = person.user();
            User moved = new User(
                    user.id(),
                    user.key(),
                    user.name(),
                    Person.STATUS.move(IdentityError.STATE_UNCHANGED, user.status(), wanted));
            Move move = Move.of(clock.instant(), by, user.status(), wanted);
            return save(company.key(), new Person(moved, person.access(), person.createdAt()), Field.STATUS, move);
        });
    }

    Person setAccess(CompanyRef company, String userId, AccessState wanted, String by) {
        return database.inCompany(company.key(), () -> {
            Person person = known(store.lock(company.key(), userId), company, userId);
            Move move = Move.of(
                    clock.instant(), by, person.access(), person.access().to(wanted));
            return save(company.key(), new Person(person.user(), wanted, person.createdAt()), Field.ACCESS, move);
        });
    }

    private Person save(CompanyKey company, Person person, Field field, Move move) {
        store.save(company, person);
        store.insertMove(company, person.user().key(), field, move);
        logins.saveOwnerUsable(company, person.user().key(), person.usable());
        return person;
    }

    static Person known(@Nullable Person person, CompanyRef company, String userId) {
        if (person == null) {
            throw Refusal.of(IdentityError.USER_UNKNOWN, "the company " + company.id() + " has no user " + userId);
        }
        return person;
    }
}
