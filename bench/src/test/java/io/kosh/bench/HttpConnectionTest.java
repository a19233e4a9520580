package io.kosh.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.bench.HttpConnection.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
    @Test
    void aBodyOfAToldLengthIsReadAndTheConnectionKept() throws IOException, InterruptedException {
        try (Script server = new Script(List.of(
                        "HTTP/1.1 200 \r\ncontent-LENGTH:  5\r\nX: y\r\n\r\nhello",
                        "HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\n\r\n"));
                HttpConnection connection = new HttpConnection(server.base(), "token")) {
            Answer first = connection.post("/a", "{\"x\":\"é\"}");
            Answer second = connection.get("/b");

            assertThat(first.status()).isEqualTo(200);
            assertThat(first.text()).isEqualTo("hello");
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.text()).isEmpty();
            assertThat(server.seen.take())
                    .startsWith("POST /a HTTP/1.1\r\n")
                    .contains("Authorization: Bearer token\r\n", "Content-Length: 10\r\n")
                    .endsWith("\r\n\r\n{\"x\":\"é\"}");
            assertThat(server.seen.take()).startsWith("GET /b HTTP/1.1\r\n");
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void aBodyInChunksIsPutTogether() throws IOException {
        try (Script server = new Script(
                        List.of(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWiki\r\n6;x=y\r\npedia \r\n0\r\n\r\n"));
                HttpConnection connection = new HttpConnection(server.base(), null)) {
            assertThat(connection.get("/").text()).isEqualTo("Wikipedia ");
        }
    }

    @Test
    void aLongBodyGrowsTheBuffer() throws IOException {
        String body = "x".repeat(100_000);
        try (Script server =
                        new Script(List.of("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
                HttpConnection connection = new HttpConnection(server.base(), null)) {
            assertThat(connection.get("/").text()).isEqualTo(body);
        }
    }

    @Test
    void anAnswerThatIsCutOffIsAFailure() throws IOException {
        try (Script server = new Script(List.of("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"));
                HttpConnection connection = new HttpConnection(server.base(), null)) {
            assertThatThrownBy(() -> connection.get("/")).isInstanceOf(IOException.class);
        }
    }

    /// A server that says what it was told to, one answer a request, and hangs up after the last.
    private static final class Script implements AutoCloseable {
        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        final AtomicInteger connections = new AtomicInteger();
        private final ServerSocket socket;

        Script(List<String> answers) throws IOException {
            socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> serve(answers));
        }

        URI base() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        private void serve(List<String> answers) {
            try (Socket client = socket.accept()) {
                connections.incrementAndGet();
                InputStream in = client.getInputStream();
                byte[] buffer = new byte[64 * 1024];
                for (String answer : answers) {
                    int count = in.read(buffer);
                    seen.add(new String(buffer, 0, Math.max(0, count), StandardCharsets.UTF_8));
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException _) {
                // The test that asked sees it from its side.
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
