package io.kosh.messages.connectors.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.messages.Handover;
import io.kosh.messages.Handover.Reason;
import io.kosh.messages.MailSender.Mail;
import io.kosh.messages.MessageCatcher;
import io.kosh.messages.Recipient;
import io.kosh.platform.Settings;
import io.kosh.platform.StartupFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// What is made of a mail server's answers.
class SmtpClientTest {

    /// A mail server that says to some commands what it is told to say.
    private record Answering(ServerSocket socket, Map<String, String> answers) implements AutoCloseable {
        static Answering with(Map<String, String> answers) throws IOException {
            Answering server = new Answering(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), answers);
            Thread.ofVirtual().start(server::serve);
            return server;
        }

        private void serve() {
            try (Socket client = socket.accept();
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
                say(client, "220 ready");
                boolean text = false;
                String line = lines.readLine();
                while (line != null) {
                    if (!text || line.equals(".")) {
                        String command = line.split("[ :]", 2)[0];
                        String answer =
                                answers.getOrDefault(command, command.equals("DATA") ? "354 go on" : "250 fine");
                        say(client, answer);
                        text = answer.startsWith("354");
                    }
                    line = lines.readLine();
                }
            } catch (SocketException _) {
                // Closed by the test, or by who has heard enough.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void say(Socket client, String line) throws IOException {
            client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static SmtpClient client(int port, boolean signsIn, boolean starttls, String from) {
        Settings live = new Binder(new MapConfigurationPropertySource(Map.of("kosh.profile", "live")))
                .bindOrCreate("kosh", Settings.class);
        return new SmtpClient(
                new MailSettings(
                        "127.0.0.1",
                        port,
                        signsIn ? "kosh" : null,
                        signsIn ? "secret" : null,
                        from,
                        starttls,
                        Duration.ofSeconds(5)),
                live,
                new StaticListableBeanFactory().getBeanProvider(MessageCatcher.class),
                Clock.systemUTC());
    }

    private static Handover send(Map<String, String> answers, boolean signsIn, boolean starttls) throws IOException {
        try (Answering server = Answering.with(answers)) {
            return client(server.socket().getLocalPort(), signsIn, starttls, "Kosh <kosh@pay.example>")
                    .send(new Mail(
                            new CompanyKey(1),
                            "MSG4F7K2M9QX1Z0",
                            "otp",
                            Recipient.mail("email", "asha@example.com"),
                            "Your code",
                            new Secret<>("493817")));
        }
    }

    private static Reason reason(Handover handover) {
        assertThat(handover).isInstanceOf(Handover.Failed.class);
        return ((Handover.Failed) handover).reason();
    }

    @Test
    void whatTheServerTakesItHas() throws Exception {
        assertThat(send(Map.of(), false, false)).isEqualTo(new Handover.Taken());
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 530 sign in first, SIGN_IN",
        "MAIL, 550 not from you, SIGN_IN",
        "MAIL, 553 not from you, SIGN_IN",
        "MAIL, 451 later, BUSY",
        "RCPT, 530 sign in first, SIGN_IN",
        "RCPT, 550 nobody, REFUSED",
        "RCPT, 554 nobody, REFUSED",
        "RCPT, 450 later, BUSY",
        "DATA, 538 encrypt first, SIGN_IN",
        "DATA, 554 no, REFUSED",
        "., 554 spam, REFUSED",
        "., 421 later, BUSY"
    })
    void onlyARefusedRecipientOrTextIsForGood(String command, String answer, Reason reason) throws Exception {
        assertThat(reason(send(Map.of(command, answer), false, false))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"534", "535", "538"})
    void credentialsThatAreNotGoodEnoughAreAnOperatorsToRepair(String code) throws Exception {
        assertThat(reason(send(Map.of("EHLO", "250-pay.example\r\n250 AUTH PLAIN", "AUTH", code + " no"), true, false)))
                .isEqualTo(Reason.SIGN_IN);
    }

    @Test
    void aServerWithoutTheEncryptionThatIsAskedForIsAMatterOfTls() throws Exception {
        assertThat(reason(send(Map.of(), false, true))).isEqualTo(Reason.TLS);
    }

    @Test
    void aSenderThatIsNoAddressStopsTheStart() {
        for (String from : List.of("Sunrise", "pay@sunrise.example, more@sunrise.example", "pay@")) {
            assertThatThrownBy(() -> client(25, false, true, from))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("kosh.mail.from");
        }
    }
}
