package io.kosh.cards;

import io.kosh.platform.CompanyRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// The door for pages of people who were signed in by a link instead of a password. A session lives in a cookie: for 30
/// minutes after it was last used and 12 hours at most, by the clock of the machine. Called outside transactions.
public interface HolderSessions {
    /// The cookie's name. It is sent to every page of this server.
    String COOKIE = "kosh-holder";

    /// The field of a form that carries [SignedIn#formToken].
    String FORM_FIELD = "form_token";

    /// What somebody was signed in for.
    enum Kind {
        /// A holder, to spend what is on their card.
        EMPLOYEE_REWARDS,
        /// The administrator, to look after the account.
        REWARD_ACCOUNT
    }

    /// Somebody who is signed in, by the state of the card and its holder right now.
    ///
    /// @param name      of the holder, null where none is known
    /// @param partner   short name of the partner whose link it was, such as `hrms`
    /// @param formToken what each form of the session's pages has to send along
    record SignedIn(
            CompanyRef company,
            String cardAccountId,
            String cardId,
            String userId,
            @Nullable String name,
            Kind kind,
            String partner,
            String formToken) {

        /// Whether a form came from a page that this session was given.
        public boolean gave(@Nullable String sentToken) {
            return sentToken != null
                    && MessageDigest.isEqual(
                            formToken.getBytes(StandardCharsets.UTF_8), sentToken.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "SignedIn[" + company.id() + ", " + cardId + ", " + kind + "]";
        }
    }

    /// Who is signed in by the cookie's value; null where nobody is: it ended, or the card or its holder is not active
    /// any more.
    @Nullable
    SignedIn find(@Nullable String cookie);

    /// Signs out.
    void end(@Nullable String cookie);
}
