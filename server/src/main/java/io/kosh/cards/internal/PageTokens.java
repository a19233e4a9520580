package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.IdShape;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.MasterKey;
import io.kosh.platform.MasterKey.KeyedHash;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What browsers carry in place of a password: 26 letters and digits, as documented. Fifteen of them are random (89
/// bits); the others are the company's key under a mask that only who has the master key can take off, because a page
/// that is opened by such a token alone has no company in sight. Only a keyed hash of a token is kept.
@Component
final class PageTokens {
    private static final int RANDOM_LENGTH = 15;
    private static final int COMPANY_LENGTH = 11;
    private static final IdShape RANDOM = IdShape.token(RANDOM_LENGTH);
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9]{" + (RANDOM_LENGTH + COMPANY_LENGTH) + "}");
    private static final BigInteger BASE = BigInteger.valueOf(RANDOM.alphabet().length());

    private final CompanyRegistry companies;
    private final KeyedHash hash;
    private final KeyedHash masks;
    private final SecureRandom random = new SecureRandom();

    PageTokens(CompanyRegistry companies, MasterKey masterKey) {
        this.companies = companies;
        this.hash = masterKey.keyedHash("cards/page-token");
        this.masks = masterKey.keyedHash("cards/page-token/company");
    }

    Secret<String> mint(CompanyKey company) {
        String start = RANDOM.mint(random);
        return new Secret<>(start + digits(company.value() ^ mask(start)));
    }

    /// Whose token it is; null where it is none, or the company may not act. Called outside transactions.
    @Nullable
    CompanyRef companyOf(@Nullable String token) {
        if (token == null || !SHAPE.matcher(token).matches()) {
            return null;
        }
        String start = token.substring(0, RANDOM_LENGTH);
        BigInteger masked = number(token.substring(RANDOM_LENGTH));
        return masked.bitLength() > Long.SIZE
                ? null
                : companies.findActive(new CompanyKey(masked.longValue() ^ mask(start)));
    }

    byte[] hash(String token) {
        return hash.of(token);
    }

    private long mask(String start) {
        return ByteBuffer.wrap(masks.of(start)).getLong();
    }

    private static String digits(long value) {
        BigInteger rest = new BigInteger(Long.toUnsignedString(value));
        char[] digits = new char[COMPANY_LENGTH];
        for (int i = COMPANY_LENGTH - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            digits[i] = RANDOM.alphabet().charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(digits);
    }

    private static BigInteger number(String digits) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < digits.length(); i++) {
            int digit = RANDOM.alphabet().indexOf(digits.charAt(i));
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        return number;
    }
}
