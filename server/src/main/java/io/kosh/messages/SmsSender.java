package io.kosh.messages;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;

/// A rail for SMS.
@FunctionalInterface
public interface SmsSender {

    /// Hands an SMS over and waits. Gives up within seconds; ends when its thread is interrupted.
    Handover send(Sms sms);

    /// @param company in whose name
    /// @param id      the same at every try, so that a receiver can drop a double
    /// @param kind    the template's name, by which the settings know its registered template
    record Sms(CompanyKey company, String id, String kind, Recipient to, Secret<String> text) {}
}
