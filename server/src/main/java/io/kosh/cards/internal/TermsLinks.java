package io.kosh.cards.internal;

import io.kosh.platform.MasterKey;
import io.kosh.platform.MasterKey.KeyedHash;
import io.kosh.platform.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Where a holder reads and accepts the terms of a card. The link is the key to it: who has it may accept this version
/// for this card, and nothing else. It is computed, so that nothing has to be kept for cards that nobody asks about.
@Component
final class TermsLinks {
    static final String PATH = "/card-terms/";

    /// Stands between the card and its key.
    private static final String DOT = ".";

    private static final int KEY_BYTES = 16;

    private final URI base;
    private final KeyedHash keys;

    TermsLinks(Settings settings, MasterKey master) {
        this.base = settings.baseUrl();
        this.keys = master.keyedHash("cards.terms-link");
    }

    /// The link for a card whose holder has not accepted the latest terms, null for every other.
    @Nullable
    String pending(Card card) {
        if (!card.hasNumber() || card.gates().termsAccepted()) {
            return null;
        }
        return base.resolve(PATH + card.id() + DOT + key(card.id(), card.gates().latest()))
                .toString();
    }

    /// The card that a token of a link names, whether or not it opens it; null where it is none.
    static @Nullable String card(String token) {
        int dot = token.indexOf(DOT);
        return dot < 0 ? null : token.substring(0, dot);
    }

    /// Whether a token is that of a card and the latest version of its terms.
    boolean opens(Card card, String token) {
        String right = card.id() + DOT + key(card.id(), card.gates().latest());
        return MessageDigest.isEqual(right.getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.UTF_8));
    }

    private String key(String cardId, int version) {
        byte[] hash = keys.of(cardId + '\n' + version);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, KEY_BYTES));
    }
}
