/// Writes the API document from the running application: springdoc reads the controllers, this package adds what only
/// Kosh knows (envelopes by route family, who may call, error codes). It is test code: the server serves the file.
@NullMarked
package io.kosh.openapi;

import org.jspecify.annotations.NullMarked;
