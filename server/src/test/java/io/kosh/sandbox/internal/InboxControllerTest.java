package io.kosh.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kosh.messages.MessageCatcher;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Properties;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class InboxControllerTest {
    private final TestServer server = SandboxServer.shared();
    private final Api.Fixture shop = SandboxServer.company();

    private String person(String email, String phone) {
        return shop.api()
                .post("/api/v1/users", Map.of("name", "Asha", "email", email, "phone", phone))
                .text("userId");
    }

    /// Sends a code; gives the id of the request.
    private String send(String user, String contact, String language) {
        Reply sent = shop.api()
                .post("/api/v1/users/" + user + "/contacts/" + contact + "/verification", Map.of("language", language));
        assertThat(sent.status()).as(sent.body()).isEqualTo(201);
        return sent.header("X-Request-Id");
    }

    private Reply await(int count) {
        PageServer.await(() -> items().json().path("items").size() >= count);
        return items();
    }

    private Reply items() {
        return shop.api().get("/sandbox/inbox");
    }

    @Test
    void whatIsWrittenToPeopleLandsThereWithItsCode() {
        String user = person("asha@example.com", "9876543210");
        send(user, "email", "en");
        await(1);
        send(user, "phone", "hi");

        Reply inbox = await(2);
        assertThat(inbox.text("items.0.channel")).isEqualTo("SMS");
        assertThat(inbox.text("items.0.to")).isEqualTo("+919876543210");
        assertThat(inbox.text("items.0.text")).contains(inbox.text("items.0.otp"), "मोबाइल नंबर");
        assertThat(inbox.text("items.1.channel")).isEqualTo("MAIL");
        assertThat(inbox.text("items.1.subject")).isEqualTo("Your code for confirming your mail address");
        assertThat(inbox.text("items.1.text")).contains(inbox.text("items.1.otp"), "5 minutes");
        assertThat(inbox.text("items.1.otp")).matches("[0-9]{6}");
        String id = inbox.text("items.1.messageId");
        assertThat(shop.api().get("/sandbox/inbox/" + id).text("otp")).isEqualTo(inbox.text("items.1.otp"));
        assertThat(shop.api().get("/api/v1/messages/" + id).text("state")).isEqualTo("SENT");
    }

    @Test
    void itIsPagedFilteredAndEmptied() {
        String user = person("asha@example.com", "9876543210");
        send(user, "email", "en");
        send(user, "phone", "en");
        send(person("meera@example.com", "9876543211"), "email", "en");
        await(3);

        Reply first = shop.api().get("/sandbox/inbox?limit=2");
        assertThat(first.json().path("items")).hasSize(2);
        Reply rest = shop.api().get("/sandbox/inbox?limit=2&cursor=" + first.text("nextCursor"));
        assertThat(rest.json().path("items")).hasSize(1);
        assertThat(shop.api().get("/sandbox/inbox?to=meera@example.com").json().path("items"))
                .hasSize(1);
        assertThat(shop.api().get("/sandbox/inbox?channel=SMS").json().path("items"))
                .hasSize(1);
        assertThat(shop.api().get("/sandbox/inbox?channel=FAX").status()).isEqualTo(400);
        assertThat(shop.api().delete("/sandbox/inbox").text("cleared")).isEqualTo("3");
        assertThat(items().json().path("items")).isEmpty();
    }

    @Test
    void anotherCompanySeesNothingOfIt() {
        send(person("asha@example.com", "9876543210"), "email", "en");
        String id = await(1).text("items.0.messageId");
        Api.Fixture neighbour = SandboxServer.company();

        assertThat(neighbour.api().get("/sandbox/inbox").json().path("items")).isEmpty();
        assertThat(neighbour.api().get("/sandbox/inbox/" + id).status()).isEqualTo(404);
        assertThat(neighbour
                        .api()
                        .get("/sandbox/inbox?companyId=" + shop.companyId())
                        .status())
                .isEqualTo(403);
        assertThat(neighbour.api().delete("/sandbox/inbox").text("cleared")).isEqualTo("0");
        assertThat(Api.of(server).get("/sandbox/inbox").status()).isEqualTo(401);
        assertThat(items().json().path("items")).hasSize(1);
    }

    @Test
    void theEventLogJoinsTheMessageWithItsRequestAndKeepsNoCode() {
        String user = person("asha@example.com", "9876543210");
        String requestId = send(user, "email", "en");
        String code = await(1).text("items.0.otp");
        String confirmed = shop.api()
                .post("/api/v1/users/" + user + "/contacts/email/verification/confirm", Map.of("code", code))
                .header("X-Request-Id");

        PageServer.await(() ->
                shop.api().get("/sandbox/events/requests/" + requestId).body().contains("\"MESSAGE\""));
        PageServer.await(
                () -> shop.api().get("/sandbox/events/requests/" + confirmed).status() == 200);
        String log = shop.api().get("/sandbox/events?limit=200").body();
        assertThat(log).contains("a***@example.com", requestId, confirmed).doesNotContain(code);
    }

    @Test
    void noLineOfTheLogTellsACode() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        try {
            String user = person("asha@example.com", "9876543210");
            send(user, "email", "en");
            send(user, "phone", "en");
            Reply inbox = await(2);
            confirm(user, inbox);
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .isNotEmpty()
                    .noneMatch(line ->
                            line.contains(inbox.text("items.0.otp")) || line.contains(inbox.text("items.1.otp")));
        } finally {
            root.detachAppender(lines);
        }
    }

    private void confirm(String user, Reply inbox) {
        String contact = inbox.text("items.0.channel").equals("SMS") ? "phone" : "email";
        shop.api()
                .post(
                        "/api/v1/users/" + user + "/contacts/" + contact + "/verification/confirm",
                        Map.of("code", inbox.text("items.0.otp")));
    }

    @Test
    void aStrangerOnThisMachinePutsNothingIntoAnInbox() throws Exception {
        MessageCatcher catcher = server.bean(MessageCatcher.class);
        InetSocketAddress address = catcher.mail();
        Map<String, String> forged = Map.of(
                "X-Kosh-Company",
                Long.toString(shop.company().key().value()),
                "X-Kosh-Message",
                "MSGFORGED0000",
                "X-Kosh-Kind",
                "otp",
                "X-Kosh-Seal",
                "00".repeat(32));

        Session session = Session.getInstance(new Properties());
        MimeMessage mail = new MimeMessage(session);
        mail.setRecipient(RecipientType.TO, new InternetAddress("asha@example.com"));
        mail.setText("493817");
        for (var header : forged.entrySet()) {
            mail.setHeader(header.getKey(), header.getValue());
        }
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(address.getHostString(), address.getPort(), null, null);
            Assertions.assertThatThrownBy(() -> transport.sendMessage(mail, mail.getAllRecipients()))
                    .isInstanceOf(SendFailedException.class)
                    .hasMessageContaining("550");
        }
        HttpRequest.Builder sms = HttpRequest.newBuilder(catcher.sms())
                .POST(BodyPublishers.ofString("{\"to\":\"+919876543210\",\"text\":\"493817\"}"));
        forged.forEach(sms::header);
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(sms.build(), BodyHandlers.discarding()).statusCode())
                    .isEqualTo(403);
        }
        assertThat(items().json().path("items")).isEmpty();
    }

    @Test
    void whatIsSentTwiceIsThereOnceAndTheOldestMakeRoom() {
        Inbox inbox = server.bean(Inbox.class);
        InboxMessage message = new InboxMessage(
                0,
                "MSGTWICE00000",
                java.time.Instant.EPOCH,
                io.kosh.messages.Channel.SMS,
                "otp",
                "KOSHSB",
                "+919876543210",
                null,
                "text",
                null);
        inbox.keep(shop.company().key(), message);
        inbox.keep(shop.company().key(), message);
        assertThat(items().json().path("items")).hasSize(1);

        for (int i = 0; i < 1_000; i++) {
            inbox.keep(
                    shop.company().key(),
                    new InboxMessage(
                            0,
                            "MSG" + i,
                            message.at(),
                            message.channel(),
                            message.kind(),
                            message.from(),
                            message.to(),
                            null,
                            "text",
                            null));
        }
        assertThat(shop.api().get("/sandbox/inbox/MSGTWICE00000").status()).isEqualTo(404);
        assertThat(shop.api().delete("/sandbox/inbox").text("cleared")).isEqualTo("1000");
    }
}
