/// Hands SMS to a gateway over HTTP; what it is sent is described in docs/guides/messages.md.
@NullMarked
package io.kosh.messages.connectors.sms;

import org.jspecify.annotations.NullMarked;
