package io.kosh.messages.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A sandbox writes to nobody, whatever its settings say.
class SandboxRailsTest {
    @Test
    void realSettingsDoNotApply() {
        GreenMail real = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
        real.start();
        try (SmsGateway gateway = new SmsGateway()) {
            TestServer server = TestServer.start(Map.of(
                    "kosh.mail.host",
                    "127.0.0.1",
                    "kosh.mail.port",
                    real.getSmtp().getPort(),
                    "kosh.mail.from",
                    "kosh@pay.example",
                    "kosh.mail.starttls",
                    "false",
                    "kosh.sms.url",
                    gateway.url()));
            try {
                Api api = Api.of(server).newCompany(0).api();
                String user = api.post(
                                "/api/v1/users",
                                Map.of("name", "Asha", "email", "asha@example.com", "phone", "9876543210"))
                        .text("userId");
                api.post("/api/v1/users/" + user + "/contacts/email/verification", Map.of());
                api.post("/api/v1/users/" + user + "/contacts/phone/verification", Map.of());
                long deadline = System.nanoTime() + 30_000_000_000L;
                while (api.get("/sandbox/inbox").json().path("items").size() < 2) {
                    assertThat(System.nanoTime()).isLessThan(deadline);
                    Thread.onSpinWait();
                }
                assertThat(real.getReceivedMessages()).isEmpty();
                assertThat(gateway.requests()).isEmpty();
            } finally {
                server.stop();
            }
        } finally {
            real.stop();
        }
    }
}
