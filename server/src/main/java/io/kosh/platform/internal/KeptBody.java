package io.kosh.platform.internal;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;

/// A request's body that was read before and is read again.
final class KeptBody extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    KeptBody(byte[] whole) {
        this.bytes = new ByteArrayInputStream(whole);
    }

    @Override
    public int read() {
        return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return bytes.read(buffer, offset, length);
    }

    @Override
    public boolean isFinished() {
        return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        throw new IllegalStateException("a body that was read before is not read asynchronously");
    }
}
