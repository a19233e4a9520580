package io.kosh.platform.internal;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/// An answer that may have to be encrypted. Once it was told how, nothing of it goes out before [#finish]; until then
/// it passes everything on.
final class EncryptedAnswer extends HttpServletResponseWrapper {
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(0);
    private @Nullable UnaryOperator<byte[]> encryption;
    private @Nullable ServletOutputStream stream;
    private @Nullable PrintWriter writer;

    EncryptedAnswer(HttpServletResponse response) {
        super(response);
    }

    /// From now on the whole of the body goes out as this makes of it. To be called before anything is written.
    void encrypt(UnaryOperator<byte[]> with) {
        encryption = with;
    }

    private boolean holds() {
        return encryption != null;
    }

    /// The request has been worked on: sends what was held, encrypted. An answer without a body stays one.
    void finish(HttpServletRequest request) throws IOException {
        UnaryOperator<byte[]> with = encryption;
        if (with == null) {
            return;
        }
        flushBuffer();
        encryption = null;
        byte[] plain = held.toByteArray();
        if (plain.length == 0) {
            return;
        }
        byte[] body = with.apply(plain);
        setContentType(MediaType.APPLICATION_JSON_VALUE);
        setContentLength(body.length);
        getResponse().getOutputStream().write(body);
        HeldResponse watched = HeldResponse.of(request);
        if (watched != null) {
            watched.keepInstead(plain);
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (!holds()) {
            return super.getOutputStream();
        }
        if (stream == null) {
            stream = new Holding(held);
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (!holds()) {
            return super.getWriter();
        }
        if (writer == null) {
            setCharacterEncoding(StandardCharsets.UTF_8.name());
            writer = new PrintWriter(new OutputStreamWriter(getOutputStream(), StandardCharsets.UTF_8));
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (writer != null) {
            writer.flush();
        }
        if (!holds()) {
            super.flushBuffer();
        }
    }

    /// The container writes what is wrong then, and it is none of ours.
    @Override
    public void sendError(int status) throws IOException {
        letGo();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        letGo();
        super.sendError(status, message);
    }

    private void letGo() {
        held.reset();
        encryption = null;
    }

    @Override
    public void reset() {
        super.reset();
        held.reset();
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        held.reset();
    }

    /// The plain body's length is not the answer's.
    @Override
    public void setContentLength(int length) {
        setContentLengthLong(length);
    }

    @Override
    public void setContentLengthLong(long length) {
        if (!holds()) {
            super.setContentLengthLong(length);
        }
    }

    @Override
    public void setHeader(String name, String value) {
        if (!(holds() && isLength(name))) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (!(holds() && isLength(name))) {
            super.addHeader(name, value);
        }
    }

    private static boolean isLength(String name) {
        return name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH);
    }

    private static final class Holding extends ServletOutputStream {
        private final ByteArrayOutputStream to;

        Holding(ByteArrayOutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int value) {
            to.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            to.write(bytes, offset, length);
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
