package io.kosh.rails.counterpart;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/// A bean that is there in the sandbox profile alone.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnProperty(name = "kosh.profile", havingValue = "sandbox", matchIfMissing = true)
@interface OnlyInSandbox {}
