package io.kosh.vault;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import java.time.YearMonth;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The door. Whatever has a company runs in the caller's transaction of that company, if it says nothing else. What
/// comes out in a [Secret] is shown to its holder and kept nowhere.
public interface Vault {
    /// Wrong PINs in a row that lock it.
    int PIN_TRIES = 3;

    /// What the rest of the program knows of a card number.
    ///
    /// @param token        20 hexadecimal digits, stands for the number within its company
    /// @param maskedNumber such as `2004 01XX XXXX XX87`
    /// @param expiry       the last month in which the card is good
    record CardToken(String token, String maskedNumber, YearMonth expiry) {}

    /// A card as it is printed.
    ///
    /// @param number 16 digits
    record CardFace(Secret<String> number, YearMonth expiry) {}

    /// Whose card a number is.
    record Holder(CompanyKey company, String token) {}

    /// How a check of a PIN ended.
    enum PinCheck {
        RIGHT,
        WRONG,
        /// Wrong too often: only a new PIN helps.
        LOCKED,
        NOT_SET
    }

    /// Mints the number of a new card under the installation's BIN.
    CardToken issue(CompanyKey company, YearMonth expiry);

    /// The number of a card; null where the company has no such token.
    @Nullable
    CardFace face(CompanyKey company, String token);

    /// The three digits on the back of a card, derived each time and stored nowhere; null where the company has no
    /// such token.
    @Nullable
    Secret<String> securityCode(CompanyKey company, String token);

    /// Whether these are the three digits on the back. False for an unknown token too. There are a thousand of them and
    /// nothing is counted here: the caller counts tries.
    boolean isSecurityCode(CompanyKey company, String token, Secret<String> code);

    /// Sets or changes a PIN of four digits, and unlocks it. False where the company has no such token.
    boolean setPin(CompanyKey company, String token, Secret<String> pin);

    /// How it stands with a card's PIN.
    ///
    /// @param set  whether there is one
    /// @param left how many wrong ones in a row it still bears; none: it is locked, and only a new one helps
    record PinState(boolean set, int left) {}

    /// How it stands with the PIN; null where the company has no such token.
    @Nullable
    PinState pinState(CompanyKey company, String token);

    /// Checks a PIN and counts a wrong one, under a lock: tries side by side are all counted. It has a transaction of
    /// its own, because a wrong try counts whatever its caller does then; called inside one it throws.
    PinCheck checkPin(CompanyKey company, String token, Secret<String> pin);

    /// Whose card a number is, for those who come with nothing else, such as a terminal; null where it is none of
    /// ours. Called outside transactions.
    @Nullable
    Holder holderOf(Secret<String> number);

    /// Seals a text that is neither number nor PIN, such as a voucher code, and gives its token, 20 hexadecimal digits.
    ///
    /// @param kind what it is, such as `voucher-code`; the same is needed to open it
    String seal(CompanyKey company, String kind, Secret<String> text);

    /// Opens sealed texts of one kind by token; unknown tokens are left out.
    Map<String, Secret<String>> open(CompanyKey company, String kind, Set<String> tokens);
}
