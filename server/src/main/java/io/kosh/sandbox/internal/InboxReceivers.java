package io.kosh.sandbox.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kosh.kernel.CompanyKey;
import io.kosh.messages.Channel;
import io.kosh.messages.MessageCatcher;
import io.kosh.sandbox.internal.Inbox.Label;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A mail server and an SMS gateway on free ports of this machine, which take what the platform sends and put it into
/// the inbox of its company. Each begins to listen when the first message is about to be sent.
@Component
@SandboxOnly
final class InboxReceivers implements MessageCatcher, DisposableBean {
    private static final int MOST_BYTES = 1 << 20;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final JsonMapper json = new JsonMapper();
    private final Inbox inbox;
    private final Clock clock;
    private @Nullable SMTPServer mails;
    private @Nullable HttpServer sms;

    InboxReceivers(Inbox inbox, Clock clock) {
        this.inbox = inbox;
        this.clock = clock;
    }

    @Override
    public synchronized InetSocketAddress mail() {
        SMTPServer server = mails;
        if (server == null) {
            server = new SMTPServer.Builder()
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .port(0)
                    .hostName("localhost")
                    .softwareName("Kosh sandbox")
                    .maxMessageSize(MOST_BYTES)
                    .maxRecipients(1)
                    .executorService(threads)
                    .messageHandler(this::receive)
                    .build();
            server.start();
            mails = server;
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPortAllocated());
    }

    @Override
    public synchronized URI sms() {
        HttpServer server = sms;
        if (server == null) {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.setExecutor(threads);
            server.createContext("/sms", this::receive);
            server.start();
            sms = server;
        }
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/sms");
    }

    @Override
    public Map<String, String> headers(CompanyKey company, String messageId, String kind) {
        return inbox.headers(new Label(company, messageId, kind));
    }

    private void receive(MessageContext context, String from, String to, byte[] data) throws RejectException {
        try {
            MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(data));
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (Header header : Collections.list(mail.getAllHeaders())) {
                headers.put(header.getName(), header.getValue());
            }
            Label label = inbox.label(headers::get);
            if (label == null) {
                throw new RejectException(550, "this server takes the mails of its own sandbox only");
            }
            String text = Objects.toString(mail.getContent(), "").replace("\r\n", "\n");
            keep(label, Channel.MAIL, new Envelope(from, to), mail.getSubject(), text);
        } catch (MessagingException | IOException e) {
            throw new RejectException(
                    554, "not a mail that can be read: " + e.getClass().getSimpleName());
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
            Label label = inbox.label(name -> exchange.getRequestHeaders().getFirst(name));
            exchange.sendResponseHeaders(label == null ? 403 : taken(label, body), -1);
        }
    }

    private int taken(Label label, byte[] body) {
        try {
            JsonNode sms = json.readTree(body);
            Envelope envelope = new Envelope(
                    sms.path("senderId").asString(""), sms.path("to").asString(""));
            keep(label, Channel.SMS, envelope, null, sms.path("text").asString(""));
            return 202;
        } catch (JacksonException _) {
            return 400;
        }
    }

    private record Envelope(String from, String to) {}

    private void keep(Label label, Channel channel, Envelope envelope, @Nullable String subject, String text) {
        inbox.keep(
                label.company(),
                new InboxMessage(
                        0,
                        label.messageId(),
                        clock.instant(),
                        channel,
                        label.kind(),
                        envelope.from(),
                        envelope.to(),
                        subject,
                        text,
                        InboxMessage.code(label.kind(), text)));
    }

    @Override
    public synchronized void destroy() {
        if (mails != null) {
            mails.stop();
        }
        if (sms != null) {
            sms.stop(0);
        }
        threads.shutdownNow();
    }
}
