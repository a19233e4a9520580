package io.kosh.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What is sent to the route is kept by no log and no event: a card's number can come in many forms, and masking knows
/// some. What was asked, and how it was answered, is still told.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SecretInput {}
