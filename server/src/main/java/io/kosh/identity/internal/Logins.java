package io.kosh.identity.internal;

import io.kosh.identity.internal.LoginStore.Owner;
import io.kosh.identity.internal.LoginStore.Shown;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// User names and passwords. Passwords are hashed before the transaction, which would otherwise hold a connection for
/// the whole slow hash.
@Component
final class Logins {
    private final Database database;
    private final LoginStore store;
    private final UserStore users;
    private final History history;
    private final Passwords passwords;

    Logins(Database database, LoginStore store, UserStore users, History history, Passwords passwords) {
        this.database = database;
        this.store = store;
        this.users = users;
        this.history = history;
        this.passwords = passwords;
    }

    /// What signs in.
    record Credentials(String username, Secret<String> password) {}

    Shown createForPerson(CompanyRef company, String userId, Credentials credentials) {
        String hash = passwords.hash(credentials.password());
        return database.inCompany(company.key(), () -> insertForPerson(company, userId, credentials.username(), hash));
    }

    String hash(Credentials credentials) {
        return passwords.hash(credentials.password());
    }

    /// With a password that was hashed already, in a transaction of the company.
    Shown insertForPerson(CompanyRef company, String userId, String username, String hash) {
        Person person = Users.known(users.lock(company.key(), userId), company, userId);
        return insert(username, hash, Owner.person(company.key(), person));
    }

    Shown createForPartner(Partner partner, Credentials credentials) {
        String hash = passwords.hash(credentials.password());
        return database.inRegistry(() -> insert(credentials.username(), hash, Owner.partner(partner)));
    }

    private Shown insert(String username, String hash, Owner owner) {
        if (!store.insert(username, hash, owner, history.now())) {
            throw Refusal.ofField(IdentityError.USERNAME_TAKEN, "username", "the user name " + username + " is taken");
        }
        return known(store.find(username), username);
    }

    Shown find(String username) {
        return database.inRegistry(() -> known(store.find(username), username));
    }

    Shown lock(String username, String by) {
        return database.inRegistry(() -> move(known(store.lock(username), username), AccessState.LOCKED, by));
    }

    /// Lifts an operator's lock, the lockout after wrong passwords, or both.
    Shown unlock(String username, String by) {
        return database.inRegistry(() -> {
            Shown login = known(store.lock(username), username);
            store.clearAttempts(login.key());
            boolean lockedOut = login.lockedUntil() != null;
            return lockedOut && login.status() == AccessState.ACTIVE
                    ? known(store.find(username), username)
                    : move(login, AccessState.ACTIVE, by);
        });
    }

    private Shown move(Shown login, AccessState wanted, String by) {
        store.saveStatus(login.key(), login.status().to(wanted));
        history.moved(RegistryMoveStore.Kind.LOGIN, login.username(), by, login.status(), wanted);
        return known(store.find(login.username()), login.username());
    }

    /// Ends what was signed in with the password before, all at once.
    void setPassword(String username, Secret<String> password, String by) {
        String hash = passwords.hash(password);
        database.inRegistry(() -> {
            Shown login = known(store.lock(username), username);
            store.savePassword(login.key(), hash);
            store.clearAttempts(login.key());
            store.endGrants(login.key(), history.now());
            history.passwordSet(username, by);
            return login;
        });
    }

    private static Shown known(@Nullable Shown login, String username) {
        if (login == null) {
            throw Refusal.of(IdentityError.LOGIN_UNKNOWN, "there is no login " + username);
        }
        return login;
    }
}
