package io.kosh.platform.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A request whose body may be read up to a limit; one byte more is refused with 413, whatever Content-Length said.
final class BoundedRequest extends HttpServletRequestWrapper {
    private final long limit;
    private @Nullable ServletInputStream body;
    private byte[] kept = new byte[0];
    private int keptLength;
    private long seen;

    BoundedRequest(HttpServletRequest request, long limit) {
        super(request);
        this.limit = limit;
    }

    /// Keeps the first bytes of the body while they are read.
    void keepFirst(int bytes) {
        kept = new byte[bytes];
    }

    /// What was kept of the body that was read so far.
    ByteBuffer kept() {
        return ByteBuffer.wrap(kept, 0, keptLength);
    }

    /// How many bytes of the body were read so far.
    long seen() {
        return seen;
    }

    private void keep(byte[] buffer, int offset, int length) {
        seen += length;
        int more = Math.min(length, kept.length - keptLength);
        if (more > 0) {
            System.arraycopy(buffer, offset, kept, keptLength, more);
            keptLength += more;
        }
    }

    /// The whole body before its controller reads it; it can still be read after.
    byte[] readAhead() throws IOException {
        byte[] whole = getInputStream().readAllBytes();
        body = new KeptBody(whole);
        return whole;
    }

    /// Puts what the body means in its place, for everybody who reads it from now on.
    void replace(byte[] meaning) {
        body = new KeptBody(meaning);
        keptLength = Math.min(meaning.length, kept.length);
        System.arraycopy(meaning, 0, kept, 0, keptLength);
        seen = meaning.length;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body == null) {
            if (getContentLengthLong() > limit) {
                throw tooLarge();
            }
            body = new Bounded(super.getInputStream());
        }
        return body;
    }

    private Refusal tooLarge() {
        return Refusal.of(CommonError.BODY_TOO_LARGE, "the body is larger than " + limit + " bytes");
    }

    private final class Bounded extends ServletInputStream {
        private final ServletInputStream source;
        private long read;

        Bounded(ServletInputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            int value = source.read();
            count(value < 0 ? 0 : 1);
            if (value >= 0) {
                keep(new byte[] {(byte) value}, 0, 1);
            }
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = source.read(buffer, offset, length);
            count(Math.max(0, count));
            keep(buffer, offset, Math.max(0, count));
            return count;
        }

        private void count(int bytes) {
            read += bytes;
            if (read > limit) {
                throw tooLarge();
            }
        }

        @Override
        public boolean isFinished() {
            return source.isFinished();
        }

        @Override
        public boolean isReady() {
            return source.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            source.setReadListener(listener);
        }
    }
}
