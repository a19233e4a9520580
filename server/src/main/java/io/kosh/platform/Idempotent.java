package io.kosh.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Lets a creating POST take the header `Idempotency-Key`: the first answer is kept for a time, and the same key with
/// the same body gives it again. Not for routes whose answer carries a secret, which is kept nowhere.
///
/// The answer belongs to the API client and to the company that `companyId`, in the query or at the top of the body,
/// means; where it is absent, to the token's own company.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {
    /// When the answer is kept.
    Keeping value() default Keeping.WITH_EFFECT;

    /// When an answer is kept.
    enum Keeping {
        /// In the transaction of the effect, which opens around the controller: there is no effect without its answer.
        /// The controller works in the books of that company alone, or on the registries where there is none.
        WITH_EFFECT,
        /// In a transaction after the effect, for routes that share a commit with others. A crash between the two loses
        /// the answer: the call is then made anew, and must be one effect by an id in its body.
        AFTER_EFFECT
    }
}
