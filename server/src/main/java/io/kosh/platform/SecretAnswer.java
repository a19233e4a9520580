package io.kosh.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The route answers what only its reader may know, and needs no body to say which. A company that takes encrypted
/// bodies alone has it answered encrypted, too, or not at all.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SecretAnswer {}
