package io.kosh.cards.internal;

import io.kosh.cards.HolderSessions;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.MasterKey;
import io.kosh.platform.MasterKey.KeyedHash;
import io.kosh.platform.RequestContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Sessions in `cards.holder_session`.
@Component
final class PostgresHolderSessions implements HolderSessions {
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration LONGEST = Duration.ofHours(12);
    /// A session that was used is written at most so often.
    static final Duration GRAIN = Duration.ofMinutes(1);

    private final Database database;
    private final PageTokens tokens;
    private final PageTokenStore store;
    private final SignIns signIns;
    private final KeyedHash forms;
    private final Clock clock;

    PostgresHolderSessions(
            Database database,
            PageTokens tokens,
            PageTokenStore store,
            SignIns signIns,
            MasterKey masterKey,
            Clock clock) {
        this.database = database;
        this.tokens = tokens;
        this.store = store;
        this.signIns = signIns;
        this.forms = masterKey.keyedHash("cards/holder-session/form");
        this.clock = clock;
    }

    /// A session as it is kept.
    ///
    /// @param card internal key
    record Kept(long card, Kind kind, String partner, Instant openedAt, Instant expiresAt) {
        /// When it ends if it is used now.
        Instant used(Instant now) {
            Instant last = openedAt.plus(LONGEST);
            Instant idle = now.plus(IDLE);
            return idle.isBefore(last) ? idle : last;
        }
    }

    /// Uses a sign-in token up and gives the cookie's value; null where the token is unknown, was used or has ended.
    /// Refuses one whose card or holder is not active, that carries no points, or that is not the administrator's
    /// where one is needed; that uses nothing up.
    @Nullable
    Secret<String> open(Secret<String> signIn, Kind kind, String partner) {
        CompanyRef company = about(tokens.companyOf(signIn.value()));
        if (company == null) {
            return null;
        }
        return database.inCompany(company.key(), () -> {
            Card card = signIns.useNow(company, signIn, kind == Kind.REWARD_ACCOUNT);
            if (card == null) {
                return null;
            }
            card.requirePoints();
            Instant now = clock.instant();
            Secret<String> cookie = tokens.mint(company.key());
            Kept kept = new Kept(card.key(), kind, partner, now, now.plus(IDLE));
            store.insertSession(company.key(), tokens.hash(cookie.value()), kept, now);
            return cookie;
        });
    }

    @Override
    public @Nullable SignedIn find(@Nullable String cookie) {
        CompanyRef company = about(tokens.companyOf(cookie));
        if (company == null || cookie == null) {
            return null;
        }
        return database.inCompany(company.key(), () -> {
            Kept kept = kept(company.key(), tokens.hash(cookie));
            Card card = kept == null ? null : signIns.usable(company, kept.card());
            if (kept == null || card == null) {
                return null;
            }
            return new SignedIn(
                    company,
                    card.account().id(),
                    card.id(),
                    card.userId(),
                    card.holder().firstName(),
                    kept.kind(),
                    kept.partner(),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(forms.of(cookie)));
        });
    }

    private @Nullable Kept kept(CompanyKey company, byte[] hash) {
        Instant now = clock.instant();
        Kept kept = store.findSession(company, hash, now);
        if (kept != null && kept.used(now).isAfter(kept.expiresAt().plus(GRAIN))) {
            store.extendSession(company, hash, kept.used(now));
        }
        return kept;
    }

    @Override
    public void end(@Nullable String cookie) {
        CompanyRef company = about(tokens.companyOf(cookie));
        if (company != null && cookie != null) {
            database.inCompany(company.key(), () -> {
                store.deleteSession(company.key(), tokens.hash(cookie));
                return true;
            });
        }
    }

    /// Tells whose page it is, for the log.
    private static @Nullable CompanyRef about(@Nullable CompanyRef company) {
        if (company != null && RequestContext.isBound()) {
            RequestContext.current().about(company);
        }
        return company;
    }
}
