package io.kosh.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A body of which every field matters, such as a limit: a field that is not known is ignored as everywhere, and the
/// answer says so in a compat note.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface TellsIgnored {}
