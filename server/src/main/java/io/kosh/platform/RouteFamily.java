package io.kosh.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names a controller's family: how its answers are wrapped and who may call it. Every controller has one.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface RouteFamily {

    /// How success and failure are wrapped.
    Envelope value();

    /// Who may call.
    Access access() default Access.COMPANY;

    /// Who may call a route.
    enum Access {
        /// Anybody, without a token.
        PUBLIC,
        /// A token that acts for one or more companies.
        COMPANY,
        /// An operator's token.
        OPERATOR,
        /// Either of the two; an operator names the company.
        COMPANY_OR_OPERATOR
    }
}
