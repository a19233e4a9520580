package io.kosh.messages.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.kosh.kernel.CompanyKey;
import io.kosh.launcher.FreePort;
import io.kosh.messages.Language;
import io.kosh.messages.Messages;
import io.kosh.messages.Recipient;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork.Fired;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The connectors in a live installation, against an independent mail server and a real HTTP receiver.
class LiveMessagesTest {
    private static final GreenMail MAILS = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private static final SmsGateway GATEWAY = new SmsGateway();
    private static TestServer live;

    @BeforeAll
    static void start() {
        MAILS.start();
        live = TestServer.start(Map.of(
                "kosh.profile",
                "live",
                "kosh.mail.host",
                "127.0.0.1",
                "kosh.mail.port",
                MAILS.getSmtp().getPort(),
                "kosh.mail.from",
                "Kosh <kosh@pay.example>",
                "kosh.mail.starttls",
                "false",
                "kosh.sms.url",
                GATEWAY.url(),
                "kosh.sms.token",
                "of-the-gateway",
                "kosh.sms.sender-id",
                "KOSHPY",
                "kosh.sms.entity-id",
                "1101000000000000001",
                "kosh.sms.templates.otp",
                "1107000000000000002"));
    }

    @AfterAll
    static void stop() {
        live.stop();
        MAILS.stop();
        GATEWAY.close();
    }

    /// A company of a server, and what it writes.
    private record Writer(TestServer server, Fixture shop) {
        static Writer on(TestServer server) {
            return new Writer(server, Api.of(server).newCompany(0));
        }

        CompanyKey key() {
            return shop.company().key();
        }

        String send(Recipient to) {
            Messages messages = server.bean(Messages.class);
            return server.bean(Database.class)
                    .inCompany(
                            key(),
                            () -> messages.send(
                                    key(), messages.compose(to, "otp", List.of("493817", "trying it out", "5"))));
        }

        Reply awaitTried(String id, int attempts) {
            long deadline = System.nanoTime() + 30_000_000_000L;
            Reply now = shop.api().get("/api/v1/messages/" + id);
            while (now.json().path("attempts").asInt() < attempts) {
                assertThat(System.nanoTime()).as(now.body()).isLessThan(deadline);
                Thread.onSpinWait();
                now = shop.api().get("/api/v1/messages/" + id);
            }
            return now;
        }

        List<Fired> retry(Duration later) {
            Instant at = server.bean(Clock.class).instant().plus(later);
            return server.bean(DueMessages.class).run(key(), at, 100);
        }

        boolean hasContent(String id) {
            return server.bean(Database.class)
                    .inCompany(
                            key(),
                            () -> server.bean(JdbcClient.class)
                                    .sql("select content is not null from messages.message where public_id = ?")
                                    .param(id)
                                    .query(Boolean.class)
                                    .single());
        }
    }

    private static Recipient mail(String name) {
        return Recipient.mail("email", name + "@example.com");
    }

    private static MimeMessage received(String address) throws Exception {
        for (MimeMessage each : MAILS.getReceivedMessages()) {
            if (each.getAllRecipients()[0].toString().equals(address)) {
                return each;
            }
        }
        throw new AssertionError("nothing arrived for " + address);
    }

    @Test
    void aMailArrivesAsItWasWrittenAndItsTextIsForgotten() throws Exception {
        Writer writer = Writer.on(live);
        String id = writer.send(mail("asha").in(Language.HI));

        Reply sent = writer.awaitTried(id, 1);
        assertThat(sent.text("state")).isEqualTo("SENT");
        assertThat(sent.text("to")).isEqualTo("a***@example.com");
        assertThat(sent.body()).doesNotContain("493817", "asha@");
        assertThat(writer.hasContent(id)).isFalse();

        MimeMessage mail = received("asha@example.com");
        assertThat(mail.getSubject()).contains("आपका कोड");
        assertThat(mail.getContent().toString()).contains("493817", "trying it out");
        assertThat(mail.getFrom()[0]).hasToString("Kosh <kosh@pay.example>");
        assertThat(mail.getMessageID()).isEqualTo("<" + id + "@pay.example>");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("X-Kosh-Company")).isNull();
    }

    @Test
    void anSmsArrivesAsTheGuideSays() {
        Writer writer = Writer.on(live);
        String id = writer.send(Recipient.mobile("phone", "9876500001"));

        assertThat(writer.awaitTried(id, 1).text("state")).isEqualTo("SENT");
        SmsGateway.Request request = GATEWAY.requests().stream()
                .filter(each -> each.json().path("messageId").asString().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(request.header("Authorization")).isEqualTo("Bearer of-the-gateway");
        assertThat(request.header("Idempotency-Key")).isEqualTo(id);
        assertThat(request.headers().map()).doesNotContainKey("x-kosh-company");
        assertThat(request.body())
                .isEqualTo("{\"messageId\":\"" + id + "\",\"to\":\"+919876500001\",\"text\":\"493817 is your code for"
                        + " trying it out. It counts for 5 minutes. Tell it to nobody. Kosh\",\"language\":\"en\","
                        + "\"senderId\":\"KOSHPY\",\"entityId\":\"1101000000000000001\","
                        + "\"templateId\":\"1107000000000000002\"}");
    }

    @Test
    void whatAGatewayRefusesIsGivenUpAndWhatItCannotTakeNowIsTriedAgain() {
        Writer writer = Writer.on(live);
        try {
            GATEWAY.answer(422);
            Reply refused = writer.awaitTried(writer.send(Recipient.mobile("phone", "9876500002")), 1);
            assertThat(refused.text("state")).isEqualTo("FAILED");
            assertThat(refused.text("reason")).isEqualTo("REFUSED");
            assertThat(writer.hasContent(refused.text("messageId"))).isFalse();

            GATEWAY.answer(503);
            String id = writer.send(Recipient.mobile("phone", "9876500003"));
            assertThat(writer.awaitTried(id, 1).text("reason")).isEqualTo("BUSY");
            assertThat(writer.hasContent(id)).isTrue();
            GATEWAY.answer(202);
            assertThat(writer.retry(Duration.ofSeconds(50))).isEmpty();
            assertThat(writer.retry(Duration.ofSeconds(65)))
                    .singleElement()
                    .satisfies(fired -> assertThat(fired.done()).isTrue());
            assertThat(writer.awaitTried(id, 2).text("state")).isEqualTo("SENT");
        } finally {
            GATEWAY.answer(202);
        }
    }

    @Test
    void aGatewayThatAsksToBeLeftAloneForLongerIs() {
        Writer writer = Writer.on(live);
        try {
            GATEWAY.answer(429, "600");
            String id = writer.send(Recipient.mobile("phone", "9876500006"));
            assertThat(writer.awaitTried(id, 1).text("reason")).isEqualTo("BUSY");
            GATEWAY.answer(202);

            assertThat(writer.retry(Duration.ofMinutes(9))).isEmpty();
            assertThat(writer.retry(Duration.ofMinutes(11))).hasSize(1);
            assertThat(writer.awaitTried(id, 2).text("state")).isEqualTo("SENT");
        } finally {
            GATEWAY.answer(202);
        }
    }

    @Test
    void aCodeThatCountsNoMoreIsNotSentLate() {
        Writer writer = Writer.on(live);
        Api api = writer.shop().api();
        String user = api.post("/api/v1/users", Map.of("name", "Asha", "phone", "9876500006"))
                .text("userId");
        try {
            GATEWAY.answer(503);
            String verification = "/api/v1/users/" + user + "/contacts/phone/verification";
            assertThat(api.post(verification, Map.of()).status()).isEqualTo(201);
            String id = api.get("/api/v1/messages").text("items.0.messageId");
            assertThat(writer.awaitTried(id, 1).text("state")).isEqualTo("WAITING");
            assertThat(api.patch("/api/v1/users/" + user, Map.of("phone", "9876500007"))
                            .status())
                    .isEqualTo(200);

            Reply ended = api.get("/api/v1/messages/" + id);
            assertThat(ended.text("state")).isEqualTo("FAILED");
            assertThat(ended.text("reason")).isEqualTo("TOO_LATE");
            assertThat(writer.hasContent(id)).isFalse();
            assertThat(writer.retry(Duration.ofMinutes(2))).isEmpty();
        } finally {
            GATEWAY.answer(202);
        }
    }

    @Test
    void aCodeIsGivenUpWhereItsNextTryWouldBeTooLate() {
        Writer writer = Writer.on(live);
        Api api = writer.shop().api();
        String user = api.post("/api/v1/users", Map.of("name", "Asha", "phone", "9876500008"))
                .text("userId");
        try {
            GATEWAY.answer(503);
            api.post("/api/v1/users/" + user + "/contacts/phone/verification", Map.of());
            writer.awaitTried(api.get("/api/v1/messages").text("items.0.messageId"), 1);

            assertThat(writer.retry(Duration.ofSeconds(65)))
                    .singleElement()
                    .satisfies(fired -> assertThat(fired.outcome()).isEqualTo("given up after try 2: BUSY"));
        } finally {
            GATEWAY.answer(202);
        }
    }

    @Test
    void aTextInALanguageThatTheOperatorsDoNotKnowIsNotSentUnderAnothersTemplate() {
        Writer writer = Writer.on(live);

        Reply tried = writer.awaitTried(
                writer.send(Recipient.mobile("phone", "9876500009").in(Language.HI)), 1);

        assertThat(tried.text("reason")).isEqualTo("NOT_CONFIGURED");
        assertThat(GATEWAY.requests()).noneMatch(each -> each.body().contains("9876500009"));
    }

    @Test
    void aMessageThatCannotBeReadHoldsBackNoOther() {
        Writer writer = Writer.on(live);
        JdbcClient jdbc = live.bean(JdbcClient.class);
        String broken = live.bean(Database.class).inCompany(writer.key(), () -> {
            String id = writer.send(mail("torn"));
            jdbc.sql("update messages.message set content = '\\x00' where public_id = ?")
                    .param(id)
                    .update();
            return id;
        });
        String whole = writer.send(mail("whole"));

        assertThat(writer.awaitTried(whole, 1).text("state")).isEqualTo("SENT");
        assertThat(writer.awaitTried(broken, 1).text("reason")).isEqualTo("BROKEN");
        for (int minutes : new int[] {2, 10, 60, 300}) {
            writer.retry(Duration.ofMinutes(minutes));
        }
        assertThat(writer.awaitTried(broken, 5).text("state")).isEqualTo("FAILED");
    }

    @Test
    void noMoreOfACompanyAreTriedAgainAtOnceThanItHasPlaces() {
        Writer writer = Writer.on(live);
        try {
            GATEWAY.answer(503);
            for (int i = 0; i < 12; i++) {
                writer.awaitTried(writer.send(Recipient.mobile("phone", "98765001" + (10 + i))), 1);
            }
            GATEWAY.answer(202);
            assertThat(writer.retry(Duration.ofSeconds(65))).hasSize(8).allMatch(Fired::done);
            assertThat(writer.retry(Duration.ofSeconds(65))).hasSize(4).allMatch(Fired::done);
        } finally {
            GATEWAY.answer(202);
        }
    }

    @Test
    void aMailServerThatWasDownGetsTheMailLater() throws Exception {
        int port = FreePort.any();
        TestServer server = TestServer.start(Map.of(
                "kosh.profile",
                "live",
                "kosh.mail.host",
                "127.0.0.1",
                "kosh.mail.port",
                port,
                "kosh.mail.from",
                "kosh@pay.example",
                "kosh.mail.starttls",
                "false"));
        try {
            Writer writer = Writer.on(server);
            String id = writer.send(mail("meera"));
            Reply tried = writer.awaitTried(id, 1);
            assertThat(tried.text("state")).isEqualTo("WAITING");
            assertThat(tried.text("reason")).isEqualTo("CONNECTION");
            assertThat(writer.retry(Duration.ofSeconds(65)))
                    .singleElement()
                    .satisfies(fired -> assertThat(fired.done()).isFalse());

            GreenMail late = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
            late.start();
            try {
                assertThat(writer.retry(Duration.ofMinutes(7)))
                        .singleElement()
                        .satisfies(fired -> assertThat(fired.outcome()).isEqualTo("sent by try 3"));
                assertThat(late.getReceivedMessages())
                        .singleElement()
                        .satisfies(mail -> assertThat(mail.getMessageID()).isEqualTo("<" + id + "@pay.example>"));
            } finally {
                late.stop();
            }

            String sms = writer.send(Recipient.mobile("phone", "9876500004"));
            assertThat(writer.awaitTried(sms, 1).text("reason")).isEqualTo("NOT_CONFIGURED");
            for (int minutes : new int[] {2, 10, 60, 300}) {
                writer.retry(Duration.ofMinutes(minutes));
            }
            assertThat(writer.awaitTried(sms, 5).text("state")).isEqualTo("FAILED");
            assertThat(writer.hasContent(sms)).isFalse();
        } finally {
            server.stop();
        }
    }

    @Test
    void noLogTellsATextOrAnAddress() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        Writer writer = Writer.on(live);
        try {
            writer.awaitTried(writer.send(mail("rahul")), 1);
            GATEWAY.answer(500);
            writer.awaitTried(writer.send(Recipient.mobile("phone", "9876500005")), 1);
        } finally {
            GATEWAY.answer(202);
            root.detachAppender(lines);
        }

        assertThat(lines.list)
                // The receiver of the test has a log of its own.
                .filteredOn(line -> !line.getLoggerName().startsWith("com.icegreen"))
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("the gateway answered 500"))
                .noneMatch(line -> line.contains("493817") || line.contains("rahul@") || line.contains("9876500005"));
    }

    @Test
    void anotherCompanyKnowsNothingOfAMessage() {
        Writer writer = Writer.on(live);
        String id = writer.send(mail("sunil"));
        Writer other = Writer.on(live);

        assertThat(other.shop().api().get("/api/v1/messages/" + id).status()).isEqualTo(404);
        assertThat(other.shop().api().get("/api/v1/messages").json().path("items"))
                .isEmpty();
        writer.awaitTried(id, 1);
        assertThat(writer.shop().api().get("/api/v1/messages?state=SENT").text("items.0.messageId"))
                .isEqualTo(id);
    }
}
