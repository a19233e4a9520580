package io.kosh.identity.internal;

import io.kosh.messages.Recipient;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a person is reached; null where that is not known.
record Contacts(@Nullable Contact email, @Nullable Contact phone) {
    static final Contacts NONE = new Contacts(null, null);

    /// A normal address, and whether the person has shown to read what is sent there.
    record Contact(String address, boolean verified) {
        State state() {
            return verified ? State.VERIFIED : State.UNVERIFIED;
        }

        @Override
        public String toString() {
            return "Contact[" + state() + "]";
        }
    }

    /// What of an address a history tells.
    enum State {
        NONE,
        UNVERIFIED,
        VERIFIED
    }

    /// The two ways.
    enum Kind {
        EMAIL,
        PHONE;

        /// The name in routes and fields.
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// What a code sent there is for.
        String purpose() {
            return "contact-" + word();
        }

        UserStore.Field field() {
            return this == EMAIL ? UserStore.Field.EMAIL : UserStore.Field.PHONE;
        }

        /// Refuses what is no such address, naming the field.
        Recipient recipient(@Nullable String address) {
            return this == EMAIL ? Recipient.mail(word(), address) : Recipient.mobile(word(), address);
        }
    }

    @Nullable
    Contact of(Kind kind) {
        return kind == Kind.EMAIL ? email : phone;
    }

    State state(Kind kind) {
        Contact contact = of(kind);
        return contact == null ? State.NONE : contact.state();
    }

    Contacts with(Kind kind, @Nullable Contact contact) {
        return kind == Kind.EMAIL ? new Contacts(contact, phone) : new Contacts(email, contact);
    }
}
