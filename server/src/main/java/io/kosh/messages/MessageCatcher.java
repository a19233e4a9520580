package io.kosh.messages;

import io.kosh.kernel.CompanyKey;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;

/// Where messages go in a sandbox, which never writes to people. Only the sandbox has one; connectors speak to it as
/// they would to a real rail.
public interface MessageCatcher {

    /// An SMTP server on this machine.
    InetSocketAddress mail();

    /// The address of an SMS gateway on this machine.
    URI sms();

    /// Headers that tell the receiver whose message it is, and that it is ours.
    Map<String, String> headers(CompanyKey company, String messageId, String kind);
}
