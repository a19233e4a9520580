/// Hands mails to an SMTP server.
@NullMarked
package io.kosh.messages.connectors.smtp;

import org.jspecify.annotations.NullMarked;
