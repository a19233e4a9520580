package io.kosh.messages.connectors.smtp;

import io.kosh.messages.Handover;
import io.kosh.messages.Handover.Reason;
import io.kosh.messages.MailSender;
import io.kosh.messages.MessageCatcher;
import io.kosh.platform.Profile;
import io.kosh.platform.Settings;
import io.kosh.platform.StartupFailure;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/// Hands mails to an SMTP server, a connection each. In a sandbox that is the sandbox's own, whatever the settings say.
@Component
@EnableConfigurationProperties(MailSettings.class)
final class SmtpClient implements MailSender {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpClient.class);
    /// RFC 4954: who asks is to sign in, or did not do so well enough.
    private static final Set<Integer> SIGN_IN = Set.of(530, 534, 535, 538);

    private static final String SANDBOX_FROM = "kosh@sandbox.invalid";

    private final MailSettings settings;
    private final ObjectProvider<MessageCatcher> catcher;
    private final boolean live;
    private final Clock clock;

    SmtpClient(MailSettings settings, Settings installation, ObjectProvider<MessageCatcher> catcher, Clock clock) {
        this.settings = settings;
        this.catcher = catcher;
        this.live = installation.profile() == Profile.LIVE;
        this.clock = clock;
        if (!live && settings.host() != null) {
            LOG.warn("a sandbox writes to nobody: kosh.mail.* does not apply, and mails land in /sandbox/inbox");
        }
        if (live && (settings.host() == null || settings.from() == null)) {
            LOG.info("no mails can be sent: kosh.mail.host and kosh.mail.from are not both set");
        }
        if (live && settings.from() != null) {
            check(settings.from());
        }
    }

    private static void check(String from) {
        try {
            new InternetAddress(from, true).validate();
        } catch (AddressException _) {
            throw new StartupFailure(
                    "kosh.mail.from is not a mail address such as Sunrise <pay@sunrise.example>: set one, or none.");
        }
    }

    /// Where a mail goes.
    ///
    /// @param host    null where nowhere
    /// @param headers besides those of every mail
    private record Target(
            @Nullable String host, int port, @Nullable String from, Map<String, String> headers) {}

    @Override
    public Handover send(Mail mail) {
        Target target = target(mail);
        String host = target.host();
        String from = target.from();
        if (host == null || from == null) {
            return new Handover.Failed(Reason.NOT_CONFIGURED, "kosh.mail.host and kosh.mail.from are not both set");
        }
        try {
            Session session = Session.getInstance(properties(target));
            MimeMessage message = message(session, mail, target, from);
            Transport transport = session.getTransport("smtp");
            try {
                transport.connect(
                        host, target.port(), live ? settings.username() : null, live ? settings.password() : null);
                transport.sendMessage(message, message.getAllRecipients());
            } finally {
                close(transport);
            }
            return new Handover.Taken();
        } catch (MessagingException e) {
            return failed(e);
        }
    }

    /// What the server took it has, also where it then does not say goodbye.
    private static void close(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("a connection to the mail server was not closed well: {}", e.getClass());
        }
    }

    private Target target(Mail mail) {
        if (live) {
            return new Target(settings.host(), settings.port(), settings.from(), Map.of());
        }
        MessageCatcher own = catcher.getObject();
        InetSocketAddress address = own.mail();
        return new Target(
                address.getAddress().getHostAddress(),
                address.getPort(),
                SANDBOX_FROM,
                own.headers(mail.company(), mail.id(), mail.kind()));
    }

    private Properties properties(Target target) {
        String timeout = Long.toString(settings.timeout().toMillis());
        Properties properties = new Properties();
        properties.put("mail.smtp.connectiontimeout", timeout);
        properties.put("mail.smtp.timeout", timeout);
        properties.put("mail.smtp.writetimeout", timeout);
        properties.put("mail.smtp.auth", Boolean.toString(live && settings.username() != null));
        properties.put("mail.smtp.starttls.enable", Boolean.toString(live && settings.starttls()));
        properties.put("mail.smtp.starttls.required", Boolean.toString(live && settings.starttls()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        // Asking the machine for its name may take a look at a name server.
        properties.put("mail.smtp.localhost", host(Objects.requireNonNullElse(target.from(), SANDBOX_FROM)));
        return properties;
    }

    private static String host(String address) {
        return address.replaceAll(".*@|>.*", "").strip();
    }

    private MimeMessage message(Session session, Mail mail, Target target, String from) throws MessagingException {
        String id = "<" + mail.id() + "@" + host(from) + ">";
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", id);
            }
        };
        message.setFrom(new InternetAddress(from));
        message.setRecipient(RecipientType.TO, new InternetAddress(mail.to().address(), true));
        message.setSubject(mail.subject(), "UTF-8");
        message.setText(mail.text().value(), "UTF-8");
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("Auto-Submitted", "auto-generated");
        for (var header : target.headers().entrySet()) {
            message.setHeader(header.getKey(), header.getValue());
        }
        message.saveChanges();
        return message;
    }

    /// What a server answers may quote the address, so only its code is told.
    private static Handover failed(MessagingException failure) {
        int code = 0;
        boolean ofSender = false;
        Reason reason = Reason.CONNECTION;
        Throwable each = failure;
        while (each != null) {
            switch (each) {
                case SMTPSendFailedException refused -> {
                    code = refused.getReturnCode();
                    ofSender |= refused.getCommand().startsWith("MAIL");
                }
                case SMTPSenderFailedException refused -> {
                    code = refused.getReturnCode();
                    ofSender = true;
                }
                case SMTPAddressFailedException refused -> code = refused.getReturnCode();
                case AuthenticationFailedException _ -> {
                    return new Handover.Failed(Reason.SIGN_IN, "the mail server does not know our credentials");
                }
                case SSLException _ -> reason = Reason.TLS;
                case SocketTimeoutException _ -> reason = Reason.TIMEOUT;
                case MailConnectException connect ->
                    reason = connect.getCause() instanceof SocketTimeoutException ? Reason.TIMEOUT : Reason.CONNECTION;
                case MessagingException plain when wantsTls(plain) -> reason = Reason.TLS;
                default -> {}
            }
            each = each instanceof MessagingException more && more.getNextException() != null
                    ? more.getNextException()
                    : each.getCause();
        }
        return code >= 400
                ? refused(code, ofSender)
                : new Handover.Failed(reason, failure.getClass().getSimpleName());
    }

    /// A refused recipient or text is refused for good; what is about us an operator repairs.
    private static Handover refused(int code, boolean ofSender) {
        if (SIGN_IN.contains(code) || (code >= 500 && ofSender)) {
            return new Handover.Failed(
                    Reason.SIGN_IN, "the mail server answered " + code + (ofSender ? " to kosh.mail.from" : ""));
        }
        return new Handover.Failed(code >= 500 ? Reason.REFUSED : Reason.BUSY, "the mail server answered " + code);
    }

    /// The library has no exception of its own for a server that does not offer what we insist on.
    private static boolean wantsTls(MessagingException failure) {
        return Objects.requireNonNullElse(failure.getMessage(), "").startsWith("STARTTLS is required");
    }
}
