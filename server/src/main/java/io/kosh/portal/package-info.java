/// What Kosh shows of itself: the start page, the API reference and the error catalogue for people, and the committed
/// API document for programs. It reads the document, never the other contexts.
@ApplicationModule(allowedDependencies = {"kernel", "platform"})
@NullMarked
package io.kosh.portal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
