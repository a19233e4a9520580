package io.kosh.messages;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;

/// A rail for mails.
@FunctionalInterface
public interface MailSender {

    /// Hands a mail over and waits. Gives up within seconds; ends when its thread is interrupted.
    Handover send(Mail mail);

    /// @param company in whose name
    /// @param id      the same at every try, so that a receiver can drop a double
    /// @param kind    the template's name
    record Mail(CompanyKey company, String id, String kind, Recipient to, String subject, Secret<String> text) {}
}
