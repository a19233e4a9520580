package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/// A client that closes its connection in the middle of its body is no fault of ours, and nobody is to be woken by it.
@Tag("store")
class DisconnectedClientTest {
    private final TestServer server = TestServer.shared();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ConcurrentLinkedQueue<ILoggingEvent> lines = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            lines.add(line);
        }
    };

    @BeforeEach
    void listen() {
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(appender);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/users, application/json, false",
        "/oauth/token, application/x-www-form-urlencoded, false",
        "/api/v1/users, application/json, true",
        "/oauth/token, application/x-www-form-urlencoded, true"
    })
    void isNoErrorAndHasNoStackTrace(String path, String type, boolean reset) throws IOException {
        Api.Fixture shop = Api.of(server).newCompany(1);
        String request = "gone-" + System.nanoTime();
        URI uri = server.uri(path);
        String head = String.join(
                "\r\n",
                "POST " + path + " HTTP/1.1",
                "Host: localhost",
                "X-Request-Id: " + request,
                "Authorization: Bearer " + shop.token(),
                "Content-Type: " + type,
                "Content-Length: 100",
                "",
                "{\"name\": ");
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.setSoLinger(reset, 0);
        }

        List<ILoggingEvent> said = awaitEndOf(request);

        assertThat(said)
                .as(said.stream()
                        .map(line -> line.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(line.getThrowableProxy()))
                        .toList()
                        .toString())
                .noneMatch(line -> line.getLevel() == Level.ERROR);
        assertThat(said).allMatch(line -> line.getThrowableProxy() == null);
    }

    private List<ILoggingEvent> awaitEndOf(String request) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (of(request).stream().noneMatch(line -> line.getFormattedMessage().contains("was answered"))) {
            assertThat(System.nanoTime()).as(of(request).toString()).isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
        return of(request);
    }

    private List<ILoggingEvent> of(String request) {
        return lines.stream()
                .filter(line -> line.getKeyValuePairs() != null
                        && line.getKeyValuePairs().stream().anyMatch(pair -> request.equals(pair.value)))
                .toList();
    }
}
