package io.kosh.messages.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.IdShape;
import io.kosh.kernel.Refusal;
import io.kosh.messages.CodeError;
import io.kosh.messages.Messages;
import io.kosh.messages.OneTimeCodes;
import io.kosh.messages.Recipient;
import io.kosh.messages.internal.OneTimeCodeStore.About;
import io.kosh.messages.internal.OneTimeCodeStore.Kept;
import io.kosh.platform.Database;
import io.kosh.platform.MasterKey;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Codes by the rows of this context. A code is kept as a keyed hash over its challenge and itself, so that neither the
/// database nor a dump of it tells a code.
@Component
final class PostgresOneTimeCodes implements OneTimeCodes {
    static final String KIND = "otp";
    static final Duration BETWEEN = Duration.ofSeconds(30);
    static final int AN_HOUR = 5;
    static final int TRIES = 5;
    /// To one address, whatever for and about whomever.
    static final int AN_HOUR_TO_AN_ADDRESS = 10;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final IdShape ID = IdShape.alphanumeric("CHL", 12);
    private static final IdShape CODE = IdShape.numeric("", 6);

    private final SecureRandom random = new SecureRandom();
    private final Database database;
    private final OneTimeCodeStore store;
    private final SendingStore sendings;
    private final Messages messages;
    private final MessageTexts texts;
    private final MasterKey.KeyedHash hash;
    private final MasterKey.KeyedHash addresses;
    private final Clock clock;

    PostgresOneTimeCodes(
            Database database,
            OneTimeCodeStore store,
            SendingStore sendings,
            Messages messages,
            MessageTexts texts,
            MasterKey masterKey,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.sendings = sendings;
        this.messages = messages;
        this.texts = texts;
        this.hash = masterKey.keyedHash("one-time-code");
        this.addresses = masterKey.keyedHash("message-address");
        this.clock = clock;
    }

    @Override
    public Challenge send(CompanyKey company, String purpose, String subject, Recipient recipient) {
        About about = new About(company, purpose, subject);
        return database.inCompany(company, () -> {
            Instant now = clock.instant();
            Kept before = store.lockOrOpen(about, now);
            List<Instant> sent = new ArrayList<>(before.sent());
            sent.removeIf(each -> !each.isAfter(now.minus(HOUR)));
            refuseUntil(resendAt(sent, now), now);
            refuseUntil(sendings.take(company, name(recipient), AN_HOUR_TO_AN_ADDRESS, now), now);
            end(company, before);
            sent.add(now);
            String id = ID.mint(random);
            String code = CODE.mint(random);
            Instant expiresAt = now.plus(GOOD_FOR);
            String messageId = messages.send(
                    company,
                    messages.compose(
                                    recipient,
                                    KIND,
                                    List.of(
                                            code,
                                            texts.purpose(purpose, recipient.language()),
                                            Long.toString(GOOD_FOR.toMinutes())))
                            .usefulFor(GOOD_FOR));
            store.save(about, new Kept(id, hash(id, code), 0, expiresAt, sent, messageId));
            return new Challenge(id, expiresAt, resendAt(sent, now));
        });
    }

    /// What an address is counted under, which tells it to nobody.
    private String name(Recipient recipient) {
        String address = recipient.address().toLowerCase(Locale.ROOT);
        return "address/" + HexFormat.of().formatHex(addresses.of(recipient.channel() + "/" + address));
    }

    /// What counts no more is not sent any more either.
    private void end(CompanyKey company, Kept kept) {
        String messageId = kept.messageId();
        if (messageId != null) {
            messages.withdraw(company, messageId);
        }
    }

    private static void refuseUntil(Instant again, Instant now) {
        if (again.isAfter(now)) {
            Duration wait = Duration.between(now, again);
            throw Refusal.retryAfter(
                    CodeError.CODE_TOO_SOON,
                    String.format(
                            Locale.ROOT,
                            "the next code may be sent in %d seconds",
                            Math.ceilDiv(wait.toMillis(), 1_000)),
                    wait);
        }
    }

    /// The earliest moment for the next code.
    private static Instant resendAt(List<Instant> sent, Instant now) {
        if (sent.isEmpty()) {
            return now;
        }
        Instant afterLast = sent.getLast().plus(BETWEEN);
        if (sent.size() < AN_HOUR) {
            return afterLast;
        }
        Instant afterHour = sent.get(sent.size() - AN_HOUR).plus(HOUR);
        return afterHour.isAfter(afterLast) ? afterHour : afterLast;
    }

    @Override
    public Check check(CompanyKey company, String purpose, String subject, String code) {
        return check(new About(company, purpose, subject), null, code);
    }

    @Override
    public Check checkChallenge(CompanyKey company, String challengeId, String purpose, String subject, String code) {
        return check(new About(company, purpose, subject), challengeId, code);
    }

    /// @param id of the challenge, null for whichever counts
    private Check check(About about, @Nullable String id, String code) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a wrong try would be rolled back with the transaction around it");
        }
        return database.inCompany(about.company(), () -> {
            Kept kept = store.lock(about);
            byte[] expected = kept == null ? null : kept.hash();
            if (kept == null || expected == null || !clock.instant().isBefore(kept.expiresAt())) {
                return new Check.None();
            }
            if (id != null && !id.equals(kept.id())) {
                return new Check.None();
            }
            if (kept.tries() >= TRIES) {
                return new Check.Exhausted();
            }
            if (MessageDigest.isEqual(expected, hash(kept.id(), code))) {
                store.save(about, with(kept, null, kept.tries()));
                return new Check.Right();
            }
            int tries = kept.tries() + 1;
            store.save(about, with(kept, expected, tries));
            return tries == TRIES ? new Check.Exhausted() : new Check.Wrong(TRIES - tries);
        });
    }

    @Override
    public void end(CompanyKey company, String purpose, String subject) {
        About about = new About(company, purpose, subject);
        database.inCompany(company, () -> {
            Kept kept = store.lock(about);
            if (kept != null) {
                end(company, kept);
                store.save(about, with(kept, null, kept.tries()));
            }
            return true;
        });
    }

    private static Kept with(Kept kept, byte @Nullable [] hash, int tries) {
        return new Kept(kept.id(), hash, tries, kept.expiresAt(), kept.sent(), kept.messageId());
    }

    private byte[] hash(String id, String code) {
        return hash.of(id + "/" + code);
    }
}
