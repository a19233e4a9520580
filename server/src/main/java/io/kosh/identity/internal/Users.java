package io.kosh.identity.internal;

import io.kosh.identity.User;
import io.kosh.identity.internal.ContactCodes.About;
import io.kosh.identity.internal.Contacts.Contact;
import io.kosh.identity.internal.Contacts.Kind;
import io.kosh.identity.internal.UserStore.Field;
import io.kosh.identity.internal.UserStore.Kept;
import io.kosh.identity.internal.UserStore.NewPerson;
import io.kosh.kernel.Change;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.messages.OneTimeCodes;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The people of companies.
@Component
final class Users {
    private final Database database;
    private final UserStore store;
    private final LoginStore logins;
    private final Ids ids;
    private final OneTimeCodes codes;
    private final Clock clock;

    Users(Database database, UserStore store, LoginStore logins, Ids ids, OneTimeCodes codes, Clock clock) {
        this.database = database;
        this.store = store;
        this.logins = logins;
        this.ids = ids;
        this.codes = codes;
        this.clock = clock;
    }

    Person create(CompanyRef company, @Nullable String userId, String name) {
        return create(company, userId, name, null, null);
    }

    /// @param email normal, null where it is not known
    /// @param phone normal, null where it is not known
    Person create(
            CompanyRef company, @Nullable String userId, String name, @Nullable String email, @Nullable String phone) {
        return database.inCompany(
                company.key(),
                () -> store.insert(
                                company.key(),
                                List.of(new NewPerson(ids.claimUser(userId, company.key()), name, email, phone)),
                                clock.instant())
                        .getFirst());
    }

    /// Many at once, with minted ids.
    List<Person> create(CompanyRef company, List<String> names) {
        return database.inCompany(company.key(), () -> {
            Iterator<String> claimed =
                    ids.claimUsers(names.size(), company.key()).iterator();
            List<NewPerson> people = new ArrayList<>(names.size());
            for (String name : names) {
                people.add(NewPerson.of(claimed.next(), name));
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

    /// What is to be changed.
    ///
    /// @param email normal
    /// @param phone normal
    record Edit(Change<User.Status> status, Change<String> email, Change<String> phone) {}

    Person update(CompanyRef company, String userId, Edit edit, String by) {
        return database.inCompany(company.key(), () -> {
            Person person = known(store.lock(company.key(), userId), company, userId);
            if (edit.status() instanceof Change.To<User.Status>(User.Status wanted)) {
                User.Status status = Person.STATUS.move(
                        IdentityError.STATE_UNCHANGED, person.user().status(), wanted);
                Move move = Move.of(clock.instant(), by, person.user().status(), status);
                person = save(company.key(), person.with(status), Field.STATUS, move);
            }
            if (edit.email() instanceof Change.To<String>(String address)) {
                person = reach(company.key(), person, Kind.EMAIL, new Contact(address, false), by);
            }
            if (edit.phone() instanceof Change.To<String>(String address)) {
                person = reach(company.key(), person, Kind.PHONE, new Contact(address, false), by);
            }
            return person;
        });
    }

    Person forget(About about, String by) {
        CompanyKey company = about.company().key();
        return database.inCompany(company, () -> {
            Person person = known(store.lock(company, about.userId()), about.company(), about.userId());
            return reach(company, person, about.kind(), null, by);
        });
    }

    /// An address that changes is unverified, and a code that was sent to the one before counts no more.
    private Person reach(CompanyKey company, Person person, Kind kind, @Nullable Contact wanted, String by) {
        Contact before = person.contacts().of(kind);
        if (Objects.equals(before == null ? null : before.address(), wanted == null ? null : wanted.address())) {
            return person;
        }
        codes.end(company, kind.purpose(), person.user().id());
        return save(company, person, person.contacts().with(kind, wanted), kind, by);
    }

    /// Marks an address as verified; empty where it is another one by now.
    Optional<Person> verify(About about, String address, String by) {
        CompanyKey company = about.company().key();
        return database.inCompany(company, () -> {
            Person person = known(store.lock(company, about.userId()), about.company(), about.userId());
            Contact now = person.contacts().of(about.kind());
            if (now == null || !now.address().equals(address)) {
                return Optional.empty();
            }
            Contacts verified = person.contacts().with(about.kind(), new Contact(address, true));
            return Optional.of(save(company, person, verified, about.kind(), by));
        });
    }

    private Person save(CompanyKey company, Person person, Contacts contacts, Kind kind, String by) {
        Move move = Move.of(clock.instant(), by, person.contacts().state(kind), contacts.state(kind));
        return save(company, person.with(contacts), kind.field(), move);
    }

    Person setAccess(CompanyRef company, String userId, AccessState wanted, String by) {
        return database.inCompany(company.key(), () -> {
            Person person = known(store.lock(company.key(), userId), company, userId);
            Move move = Move.of(
                    clock.instant(), by, person.access(), person.access().to(wanted));
            return save(company.key(), person.with(wanted), Field.ACCESS, move);
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
