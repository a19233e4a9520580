package io.kosh.kernel;

/// One reason why a request is refused. A context lists its reasons in one enum that implements this;
/// the enum constant's name is the stable code that a client may switch on.
public interface ErrorCode {

    /// The stable code: the enum constant's name.
    String name();

    /// What sort of fault it is; decides the HTTP status.
    Kind kind();

    /// One sentence for the catalogue: when this happens and what to do.
    String meaning();

    /// Sorts of fault, each with the HTTP status that it is answered with.
    enum Kind {
        /// The request is malformed: a field is missing, of the wrong type or out of range.
        INVALID(400),
        /// No credentials, or credentials that do not count.
        UNAUTHENTICATED(401),
        /// Known, but not allowed to.
        FORBIDDEN(403),
        /// Not there, or not visible to this caller.
        NOT_FOUND(404),
        /// The path exists, the method does not.
        METHOD_NOT_ALLOWED(405),
        /// Clashes with what is already there.
        CONFLICT(409),
        /// The body is larger than the server takes.
        TOO_LARGE(413),
        /// The body is not in a format that the route reads.
        UNSUPPORTED_MEDIA(415),
        /// Well formed, but a business rule says no.
        RULE(422),
        /// Well formed and meant so, but a balance, a limit or a state says no: an expected outcome. The card
        /// family and the spending of points answer it with HTTP 200 and code 1, as documented; every other
        /// route like a rule.
        DECLINED(422),
        /// Too many requests; try again later.
        TOO_MANY(429),
        /// A part that is needed is not available now; try again later.
        UNAVAILABLE(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /// The HTTP status.
        public int status() {
            return status;
        }
    }
}
