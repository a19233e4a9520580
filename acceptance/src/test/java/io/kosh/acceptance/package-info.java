/// Journeys through the running program over HTTP, as a client of the documented API sees it. No class of the server is
/// on the class path; after each journey the books must balance.
@NullMarked
package io.kosh.acceptance;

import org.jspecify.annotations.NullMarked;
