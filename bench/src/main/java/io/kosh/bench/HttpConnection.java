package io.kosh.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One keep-alive HTTP/1.1 connection, written for little cost of its own: a request is one write, an answer is read
/// from one buffer. Not for use by two threads.
public final class HttpConnection implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final URI base;
    private final Duration timeout;
    private final String head;
    private byte[] buffer = new byte[16 * 1024];
    private int from;
    private int to;
    private @Nullable Socket socket;

    /// @param token the bearer token of every request, null for none
    public HttpConnection(URI base, @Nullable String token) {
        this(base, token, TIMEOUT);
    }

    /// @param timeout how long an answer is waited for
    HttpConnection(URI base, @Nullable String token, Duration timeout) {
        this(base, timeout, token == null ? "" : "Authorization: Bearer " + token + "\r\n");
    }

    private HttpConnection(URI base, Duration timeout, String headers) {
        this.base = base;
        this.timeout = timeout;
        this.head = " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n" + headers;
    }

    /// @param more further headers, each with its end of line
    static HttpConnection with(URI base, String token, String more) {
        return new HttpConnection(base, TIMEOUT, "Authorization: Bearer " + token + "\r\n" + more);
    }

    /// An answer, whole.
    public record Answer(int status, String text) {}

    public Answer get(String path) throws IOException {
        return exchange(("GET " + path + head + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    public Answer post(String path, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        byte[] start = ("POST " + path + head + "Content-Type: application/json\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return exchange(request);
    }

    /// Sends a whole request and reads the whole answer. After an exception the next call connects anew.
    private Answer exchange(byte[] request) throws IOException {
        boolean done = false;
        try {
            Socket connected = connected();
            OutputStream out = connected.getOutputStream();
            out.write(request);
            Answer answer = answer(connected.getInputStream());
            done = true;
            return answer;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private Socket connected() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket();
            open.setTcpNoDelay(true);
            open.setSoTimeout(Math.toIntExact(timeout.toMillis()));
            open.connect(new InetSocketAddress(base.getHost(), base.getPort() < 0 ? 80 : base.getPort()), 5_000);
            from = 0;
            to = 0;
            socket = open;
        }
        return open;
    }

    private Answer answer(InputStream in) throws IOException {
        String first = line(in);
        if (!first.startsWith("HTTP/1.1 ") || first.length() < 12) {
            throw new IOException("not an HTTP/1.1 answer: " + first);
        }
        int status = Integer.parseInt(first.substring(9, 12));
        int length = 0;
        boolean chunked = false;
        boolean last = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            String name = header.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
            String value = header.substring(colon + 1).strip();
            switch (name) {
                case "content-length" -> length = Integer.parseInt(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "connection" -> last = value.equalsIgnoreCase("close");
                default -> {}
            }
        }
        byte[] body = chunked ? chunks(in) : bytes(in, length);
        if (last) {
            close();
        }
        return new Answer(status, new String(body, StandardCharsets.UTF_8));
    }

    private byte[] chunks(InputStream in) throws IOException {
        byte[] body = {};
        while (true) {
            String size = line(in);
            int semicolon = size.indexOf(';');
            int length = Integer.parseInt((semicolon < 0 ? size : size.substring(0, semicolon)).strip(), 16);
            byte[] chunk = bytes(in, length);
            line(in);
            if (length == 0) {
                return body;
            }
            int start = body.length;
            body = Arrays.copyOf(body, start + length);
            System.arraycopy(chunk, 0, body, start, length);
        }
    }

    private String line(InputStream in) throws IOException {
        int at = from;
        while (true) {
            while (at < to) {
                if (buffer[at] == '\n') {
                    int end = at > from && buffer[at - 1] == '\r' ? at - 1 : at;
                    String line = new String(buffer, from, end - from, StandardCharsets.ISO_8859_1);
                    from = at + 1;
                    return line;
                }
                at++;
            }
            int read = at - from;
            fill(in);
            at = from + read;
        }
    }

    private byte[] bytes(InputStream in, int length) throws IOException {
        while (to - from < length) {
            fill(in);
        }
        byte[] bytes = Arrays.copyOfRange(buffer, from, from + length);
        from += length;
        return bytes;
    }

    /// Reads more behind what is there, which moves to the front where the end is reached.
    private void fill(InputStream in) throws IOException {
        if (to == buffer.length) {
            if (from > 0) {
                System.arraycopy(buffer, from, buffer, 0, to - from);
                to -= from;
                from = 0;
            } else {
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
        }
        int count = in.read(buffer, to, buffer.length - to);
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        to += count;
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // It is gone either way.
            }
        }
    }
}
