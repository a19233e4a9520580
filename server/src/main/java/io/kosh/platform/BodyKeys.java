package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/// What encrypted bodies need to know of an API client: the keys that come from its secrets, and what the
/// companies that it acts for demand. Implemented by the identity context.
public interface BodyKeys {

    /// As it was known a moment ago, at most as long as a token is remembered.
    Known of(String clientId);

    /// As it is now: a secret may have been made since.
    Known fresh(String clientId);

    /// The keys of one secret.
    ///
    /// @param aes128 of the documented encryption
    /// @param aes256 of AES-256-GCM; null for a secret that was made before it was offered
    record Keys(SecretKey aes128, @Nullable SecretKey aes256) {
        @Override
        public String toString() {
            return "keys of a secret";
        }
    }

    /// What is known of a client.
    ///
    /// @param keys  of each secret that counts, the newest first
    /// @param rules of those companies that demand anything
    record Known(List<Keys> keys, Map<CompanyKey, BodyRule> rules) {
        public BodyRule rule(CompanyKey company) {
            return rules.getOrDefault(company, BodyRule.OPTIONAL);
        }
    }
}
