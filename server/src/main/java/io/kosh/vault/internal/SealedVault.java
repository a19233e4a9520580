package io.kosh.vault.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.IdShape;
import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.platform.MasterKey;
import io.kosh.platform.MasterKey.KeyedHash;
import io.kosh.platform.PublicIds;
import io.kosh.vault.Vault;
import io.kosh.vault.internal.Sealing.Place;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The vault in the database. A number is sealed; found by a keyed hash of it (PCI DSS 4.0.1, 3.5.1.1); its security
/// code is derived from it; its PIN is kept as a keyed hash with the card's token.
@Component
final class SealedVault implements Vault {
    /// The kind of a sealed card number.
    static final String NUMBER = "card-number";

    private static final IdShape TOKEN = IdShape.hex(20);
    private static final BigInteger THOUSAND = BigInteger.valueOf(1000);
    private static final int MOST_CLASHES = 100;
    private static final HexFormat HEX = HexFormat.of();

    private final CardNumberStore cards;
    private final SealedTextStore texts;
    private final PublicIds publicIds;
    private final Database database;
    private final Clock clock;
    private final CardNumbers numbers;
    private final KeyedHash fingerprints;
    private final KeyedHash securityCodes;
    private final KeyedHash pins;
    private final SecureRandom random = new SecureRandom();
    private final Sealing sealing;

    SealedVault(
            CardNumberStore cards,
            SealedTextStore texts,
            PublicIds publicIds,
            Sealing sealing,
            Database database,
            MasterKey master,
            Clock clock,
            VaultSettings settings) {
        this.cards = cards;
        this.texts = texts;
        this.publicIds = publicIds;
        this.sealing = sealing;
        this.database = database;
        this.clock = clock;
        this.numbers = new CardNumbers(settings.bin());
        this.fingerprints = master.keyedHash("vault.fingerprint");
        this.securityCodes = master.keyedHash("vault.security-code");
        this.pins = master.keyedHash("vault.pin");
    }

    @Override
    public CardToken issue(CompanyKey company, YearMonth expiry) {
        String token = TOKEN.mint(random);
        String number = numbers.mint(random);
        int clashes = 0;
        while (!publicIds.claim(publicId(number), PublicIds.Kind.CARD_NUMBER, company)) {
            if (++clashes == MOST_CLASHES) {
                throw new IllegalStateException("hardly a number is left under the BIN " + numbers.bin());
            }
            number = numbers.mint(random);
        }
        Sealed sealed = sealing.seal(new Place(company, NUMBER, token), number);
        cards.insert(
                company, token, new CardNumberStore.Kept(sealed, expiry), fingerprints.of(number), clock.instant());
        return new CardToken(token, CardNumbers.masked(number), expiry);
    }

    @Override
    public @Nullable CardFace face(CompanyKey company, String token) {
        CardNumberStore.Kept kept = cards.find(company, token);
        return kept == null ? null : new CardFace(new Secret<>(number(company, token, kept)), kept.expiry());
    }

    @Override
    public @Nullable Secret<String> securityCode(CompanyKey company, String token) {
        CardNumberStore.Kept kept = cards.find(company, token);
        if (kept == null) {
            return null;
        }
        byte[] hash = securityCodes.of(number(company, token, kept) + kept.expiry());
        // The digits of another locale are no security code.
        return new Secret<>(String.format(Locale.ROOT, "%03d", new BigInteger(1, hash).mod(THOUSAND)));
    }

    @Override
    public boolean isSecurityCode(CompanyKey company, String token, Secret<String> code) {
        Secret<String> right = securityCode(company, token);
        return right != null && same(bytes(right.value()), bytes(code.value()));
    }

    @Override
    public boolean setPin(CompanyKey company, String token, Secret<String> pin) {
        if (!pin.value().matches("[0-9]{4}")) {
            throw new IllegalArgumentException("a PIN is four digits");
        }
        return cards.setPin(company, token, block(token, pin));
    }

    @Override
    public @Nullable PinState pinState(CompanyKey company, String token) {
        CardNumberStore.Pin kept = cards.findPin(company, token);
        return kept == null ? null : new PinState(kept.block() != null, Math.max(0, PIN_TRIES - kept.wrong()));
    }

    @Override
    public PinCheck checkPin(CompanyKey company, String token, Secret<String> pin) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a wrong PIN would be rolled back with the transaction around it");
        }
        return database.inCompany(company, () -> countedCheck(company, token, pin));
    }

    private PinCheck countedCheck(CompanyKey company, String token, Secret<String> pin) {
        CardNumberStore.Pin kept = cards.lockPin(company, token);
        String block = kept == null ? null : kept.block();
        if (kept == null || block == null) {
            return PinCheck.NOT_SET;
        }
        if (kept.wrong() >= PIN_TRIES) {
            return PinCheck.LOCKED;
        }
        if (same(bytes(block), bytes(block(token, pin)))) {
            if (kept.wrong() > 0) {
                cards.setWrongPins(company, token, 0);
            }
            return PinCheck.RIGHT;
        }
        cards.setWrongPins(company, token, kept.wrong() + 1);
        return kept.wrong() + 1 == PIN_TRIES ? PinCheck.LOCKED : PinCheck.WRONG;
    }

    @Override
    public @Nullable Holder holderOf(Secret<String> number) {
        CompanyKey company =
                database.inRegistry(() -> publicIds.companyOf(publicId(number.value()), PublicIds.Kind.CARD_NUMBER));
        if (company == null) {
            return null;
        }
        String token = database.inCompany(company, () -> cards.tokenOf(company, fingerprints.of(number.value())));
        return token == null ? null : new Holder(company, token);
    }

    @Override
    public String seal(CompanyKey company, String kind, Secret<String> text) {
        if (kind.equals(NUMBER)) {
            throw new IllegalArgumentException("a card number is issued");
        }
        String token = TOKEN.mint(random);
        Sealed sealed = sealing.seal(new Place(company, kind, token), text.value());
        texts.insert(company, kind, new SealedTextStore.Kept(token, sealed), clock.instant());
        return token;
    }

    @Override
    public Map<String, Secret<String>> open(CompanyKey company, String kind, Set<String> tokens) {
        Map<String, Secret<String>> opened = new HashMap<>();
        for (SealedTextStore.Kept kept : texts.find(company, kind, tokens)) {
            Place place = new Place(company, kind, kept.token());
            opened.put(kept.token(), new Secret<>(sealing.open(place, kept.text())));
        }
        return opened;
    }

    private String number(CompanyKey company, String token, CardNumberStore.Kept kept) {
        return sealing.open(new Place(company, NUMBER, token), kept.number());
    }

    private String publicId(String number) {
        return HEX.formatHex(fingerprints.of(number));
    }

    private String block(String token, Secret<String> pin) {
        return HEX.formatHex(pins.of(token + '\n' + pin.value()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean same(byte[] left, byte[] right) {
        return MessageDigest.isEqual(left, right);
    }
}
