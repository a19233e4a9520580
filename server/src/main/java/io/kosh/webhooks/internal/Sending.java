package io.kosh.webhooks.internal;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request to a receiver and what came of it.
///
/// @param headers     every header but those of the connection
/// @param certificate trusted beside the public ones
@SuppressWarnings("ArrayRecordComponent") // bytes as they came, never compared
record Sending(
        String url,
        Map<String, String> headers,
        byte[] body,
        @Nullable String certificate) {

    /// What came of it.
    sealed interface Answer {
        /// The receiver answered.
        ///
        /// @param body at most the first bytes of it
        @SuppressWarnings("ArrayRecordComponent") // bytes as they came, never compared
        record Received(int status, Map<String, String> headers, byte[] body) implements Answer {
            @Nullable
            String header(String name) {
                return headers.entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
            }
        }

        /// No answer.
        record Missing(Failure failure, String detail) implements Answer {}
    }

    /// Why a try counts as failed. The names are tags of a meter and stand in the log.
    enum Failure {
        /// Connecting and answering took too long.
        TIMEOUT,
        /// The host has no address.
        NAME_UNKNOWN,
        /// The address is not one that deliveries may go to.
        ADDRESS_REFUSED,
        /// Nobody listens, or the connection broke.
        CONNECTION,
        /// The certificate is not trusted or not the host's, or TLS failed otherwise.
        TLS,
        /// What came back is not HTTP.
        PROTOCOL,
        /// 3xx: redirects are not followed.
        REDIRECT,
        /// 410: the receiver wants no more.
        GONE,
        /// Any other 1xx or 4xx.
        REFUSED,
        /// 5xx.
        BROKEN
    }

    String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
