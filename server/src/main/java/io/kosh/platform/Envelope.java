package io.kosh.platform;

/// The documented families of answers. Compatible routes follow the family that their pages show.
public enum Envelope {
    /// `{payload, response_code, response_message}`; a failure repeats its message as payload with code 1.
    RESPONSE_CODE,
    /// The payment gateway: as [#RESPONSE_CODE]. A token that does not count is code 117, as its clients expect; the
    /// token may come without `Bearer`.
    GATEWAY,
    /// The few calls of the payment gateway whose success is documented without an envelope; failures as [#GATEWAY].
    GATEWAY_BARE,
    /// `{code, message, payload}`; a failure repeats its message as payload with code 1.
    CODE,
    /// The card family: `{code, message, payload}`. A failure repeats its message as payload with code 1 and has the
    /// names of both documented spellings (`response_code`, `response_message`); a declined one is HTTP 200.
    CARD,
    /// As [#CARD], for a path that the pages show with either spelling: a success has the names of both, too.
    CARD_EITHER,
    /// Spending points: as [#RESPONSE_CODE], and a declined one is HTTP 200.
    REDEMPTION,
    /// As the pages show an order: `{paylod, response_message, response_code}`, so spelt and the code a text. A
    /// declined one is HTTP 200.
    REDEMPTION_ORDER,
    /// The bare body on success; OAuth's `{error, error_description}` (RFC 6749, 5.2) on failure.
    OAUTH,
    /// A merchant's token: the bare body on success; `{resultCode, resultMessage}` on failure, the code the status.
    MERCHANT_TOKEN,
    /// The bare body on success; `application/problem+json` (RFC 9457) on failure.
    NATIVE,
    /// A page for people, on success and on failure.
    PAGE
}
