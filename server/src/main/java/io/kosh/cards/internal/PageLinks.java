package io.kosh.cards.internal;

import io.kosh.cards.internal.PageLink.Purpose;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Links to pages that work once, in the transaction of the company that is open.
@Component
final class PageLinks {
    private final PageTokens tokens;
    private final PageTokenStore store;
    private final Clock clock;

    PageLinks(PageTokens tokens, PageTokenStore store, Clock clock) {
        this.tokens = tokens;
        this.store = store;
        this.clock = clock;
    }

    /// A token and when it ends.
    record Opened(Secret<String> token, Instant endsAt) {}

    Opened open(CompanyKey company, PageLink link) {
        Secret<String> token = tokens.mint(company);
        Instant now = clock.instant();
        Instant endsAt = now.plus(link.purpose().life());
        store.insertLink(company, tokens.hash(token.value()), link, now, endsAt);
        return new Opened(token, endsAt);
    }

    /// What a token opens, which is used up; null where it is unknown, was used, has ended or is for something else. Of
    /// several that use it at once one does.
    @Nullable
    PageLink use(CompanyKey company, Secret<String> token, Set<Purpose> purposes) {
        return store.useLink(company, tokens.hash(token.value()), purposes, clock.instant());
    }

    /// What a token would open now.
    @Nullable
    PageLink look(CompanyKey company, Secret<String> token) {
        return store.findLink(company, tokens.hash(token.value()), clock.instant());
    }
}
