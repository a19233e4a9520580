package io.kosh.platform.internal;

import io.kosh.platform.RequestFaults.Fault;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// An answer in the sandbox: its first bytes can be kept for the event log, and the whole of it can be held until it
/// was decided whether and when it goes out. Where neither is wanted it passes everything on.
final class HeldResponse extends HttpServletResponseWrapper {
    /// Tells [DroppedAnswers] to close the connection without a word.
    static final String DROPPED = HeldResponse.class.getName() + ".dropped";

    private static final String ATTRIBUTE = HeldResponse.class.getName();

    private final byte[] kept;
    private int keptLength;
    private long written;
    private @Nullable Fault fault;
    private @Nullable ByteArrayOutputStream held;
    private @Nullable ServletOutputStream stream;
    private @Nullable PrintWriter writer;

    /// @param keep how many of the first bytes to keep, -1 where the exchange is not captured
    HeldResponse(HttpServletRequest request, HttpServletResponse response, int keep) {
        super(response);
        this.kept = new byte[Math.max(0, keep)];
        this.captured = keep >= 0;
        request.setAttribute(ATTRIBUTE, this);
    }

    private final boolean captured;

    static @Nullable HeldResponse of(HttpServletRequest request) {
        return (HeldResponse) request.getAttribute(ATTRIBUTE);
    }

    boolean captured() {
        return captured;
    }

    ByteBuffer kept() {
        return ByteBuffer.wrap(kept, 0, keptLength);
    }

    long written() {
        return written;
    }

    /// Keeps what an encrypted answer meant in the place of what went out.
    void keepInstead(byte[] meaning) {
        keptLength = Math.min(meaning.length, kept.length);
        System.arraycopy(meaning, 0, kept, 0, keptLength);
        written = meaning.length;
    }

    /// The fault that it was spoiled with, null for none.
    @Nullable
    Fault fault() {
        return fault;
    }

    /// Notes a fault; from now on nothing goes out before [#release].
    void spoil(Fault with) {
        fault = with;
        held = new ByteArrayOutputStream();
    }

    boolean skipsController() {
        return fault instanceof Fault.TimesOut;
    }

    /// The request has been worked on: sends what was held, later or not at all.
    void release(HttpServletRequest request) throws IOException {
        ByteArrayOutputStream whole = held;
        if (fault == null || whole == null) {
            return;
        }
        if (writer != null) {
            writer.flush();
        }
        held = null;
        switch (fault) {
            case Fault.Late late -> {
                pause(late.delay());
                whole.writeTo(getResponse().getOutputStream());
            }
            case Fault.TimesOut timeOut -> {
                pause(timeOut.delay());
                request.setAttribute(DROPPED, true);
            }
            case Fault.LosesAnswer lost -> {
                if (lost.byGateway()) {
                    gatewayTimeout();
                } else {
                    request.setAttribute(DROPPED, true);
                }
            }
            case Fault.Fails _, Fault.TurnsAway _ -> whole.writeTo(getResponse().getOutputStream());
        }
    }

    private void gatewayTimeout() throws IOException {
        byte[] body = "{\"type\":\"about:blank\",\"title\":\"Gateway Timeout\",\"status\":504}"
                .getBytes(StandardCharsets.UTF_8);
        setStatus(SC_GATEWAY_TIMEOUT);
        setContentType("application/problem+json");
        setContentLength(body.length);
        getResponse().getOutputStream().write(body);
    }

    static void pause(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (stream == null) {
            stream = new Tee();
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            String encoding = getCharacterEncoding();
            Charset charset = encoding == null ? StandardCharsets.ISO_8859_1 : Charset.forName(encoding);
            writer = new PrintWriter(new OutputStreamWriter(getOutputStream(), charset));
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (writer != null) {
            writer.flush();
        }
        if (held == null) {
            super.flushBuffer();
        }
    }

    @Override
    public void reset() {
        super.reset();
        forget();
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        forget();
    }

    private void forget() {
        keptLength = 0;
        written = 0;
        if (held != null) {
            held.reset();
        }
    }

    private final class Tee extends ServletOutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int more = Math.min(length, kept.length - keptLength);
            if (more > 0) {
                System.arraycopy(bytes, offset, kept, keptLength, more);
                keptLength += more;
            }
            written += length;
            if (held != null) {
                held.write(bytes, offset, length);
            } else {
                getResponse().getOutputStream().write(bytes, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            if (held == null) {
                getResponse().getOutputStream().flush();
            }
        }

        @Override
        public void close() throws IOException {
            if (held == null) {
                getResponse().getOutputStream().close();
            }
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("answers are written by their own thread");
        }
    }
}
