package io.kosh.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerScanTest {
    private final AnswerScan scan = new AnswerScan();

    @Test
    void anAnswerOfAToldLengthEndsThereAndNoSooner() throws IOException {
        String answer = "HTTP/1.1 409 \r\nX: y\r\nCONTENT-length:  5\r\nDate: now\r\n\r\nhello";
        byte[] bytes = (answer + "HTTP/1.1 200 \r\n").getBytes(StandardCharsets.US_ASCII);

        for (int length = 0; length < answer.length(); length++) {
            assertThat(scan.found(bytes, length)).as("%d bytes", length).isFalse();
        }
        assertThat(scan.found(bytes, bytes.length)).isTrue();
        assertThat(scan.end()).isEqualTo(answer.length());
        assertThat(scan.status()).isEqualTo(409);
        assertThat(scan.last()).isFalse();
    }

    @Test
    void anAnswerInChunksEndsWithTheEmptyOne() throws IOException {
        String answer = String.join(
                "\r\n",
                "HTTP/1.1 200 ",
                "Transfer-Encoding: chunked",
                "Connection: close",
                "",
                "4",
                "Wiki",
                "1a;x=y",
                "abcdefghijklmnopqrstuvwxyz",
                "0",
                "",
                "");
        byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);

        for (int length = 0; length < bytes.length; length++) {
            assertThat(scan.found(bytes, length)).as("%d bytes", length).isFalse();
        }
        assertThat(scan.found(bytes, bytes.length)).isTrue();
        assertThat(scan.end()).isEqualTo(bytes.length);
        assertThat(scan.last()).isTrue();
    }

    @Test
    void anAnswerWithoutABodyEndsWithItsHead() throws IOException {
        byte[] bytes = "HTTP/1.1 204 \r\nX: y\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(scan.found(bytes, bytes.length)).isTrue();
        assertThat(scan.end()).isEqualTo(bytes.length);
    }

    @Test
    void whatIsNoHttpIsAFailure() {
        byte[] bytes = "SSH-2.0-OpenSSH_9.9 and more".getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> scan.found(bytes, bytes.length)).isInstanceOf(IOException.class);
    }
}
