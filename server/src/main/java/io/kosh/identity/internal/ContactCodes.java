package io.kosh.identity.internal;

import io.kosh.identity.internal.Contacts.Contact;
import io.kosh.identity.internal.Contacts.Kind;
import io.kosh.kernel.Refusal;
import io.kosh.messages.Language;
import io.kosh.messages.OneTimeCodes;
import io.kosh.messages.OneTimeCodes.Challenge;
import io.kosh.messages.OneTimeCodes.Check;
import io.kosh.messages.Recipient;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import org.springframework.stereotype.Component;

/// Shows by a code that a person reads what is sent to an address.
@Component
final class ContactCodes {
    private final Database database;
    private final UserStore store;
    private final Users users;
    private final OneTimeCodes codes;

    ContactCodes(Database database, UserStore store, Users users, OneTimeCodes codes) {
        this.database = database;
        this.store = store;
        this.users = users;
        this.codes = codes;
    }

    /// Whose address it is.
    record About(CompanyRef company, String userId, Kind kind) {}

    /// A code and where it goes.
    record Sent(Challenge challenge, Recipient to) {}

    Sent send(About about, Language language) {
        return database.inCompany(about.company().key(), () -> {
            Contact contact = contact(
                    Users.known(store.lock(about.company().key(), about.userId()), about.company(), about.userId()),
                    about);
            if (contact.verified()) {
                throw Refusal.of(IdentityError.CONTACT_VERIFIED, IdentityError.CONTACT_VERIFIED.meaning());
            }
            Recipient to = about.kind().recipient(contact.address()).in(language);
            Challenge challenge = codes.send(about.company().key(), about.kind().purpose(), about.userId(), to);
            return new Sent(challenge, to);
        });
    }

    /// A wrong try counts although it is refused, so it is made outside the transaction of the change. Changing the
    /// address ends the code: one that is right was sent to the address that was read before.
    Person confirm(About about, String code, String by) {
        Contact asked = contact(users.find(about.company(), about.userId()), about);
        codes.check(about.company().key(), about.kind().purpose(), about.userId(), code)
                .orRefuse();
        return users.verify(about, asked.address(), by).orElseThrow(() -> {
            new Check.None().orRefuse();
            return new IllegalStateException("that was refused");
        });
    }

    private static Contact contact(Person person, About about) {
        Contact contact = person.contacts().of(about.kind());
        if (contact == null) {
            throw Refusal.of(
                    IdentityError.CONTACT_UNKNOWN,
                    "the user has no " + about.kind().word());
        }
        return contact;
    }
}
