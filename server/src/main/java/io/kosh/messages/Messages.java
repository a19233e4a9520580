package io.kosh.messages;

import io.kosh.kernel.CompanyKey;
import java.util.List;

/// The door: writes to people in a company's name.
public interface Messages {

    /// A message of a kind in the recipient's language, from the bundles' `message.<kind>.subject`, `.text` and `.sms`.
    ///
    /// @param values what stands for `{0}`, `{1}`, ... in them
    Message compose(Recipient to, String kind, List<String> values);

    /// Writes the message into the caller's transaction of that company: it is sent once that commits, at least once,
    /// and never where it rolls back. Returns its id (`MSG` + 12), which every try carries.
    String send(CompanyKey company, Message message);

    /// The same for what might be told again and again: at most one message of a kind an hour of real time. False where
    /// nothing is sent for that.
    boolean sendHourly(CompanyKey company, Message message);

    /// Gives a message up that nobody needs any more, in the caller's transaction of that company, and takes its text
    /// away. One that a rail has, or is being handed at the moment, is not called back.
    void withdraw(CompanyKey company, String messageId);
}
