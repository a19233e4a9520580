package io.kosh.platform.internal;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A request whose body can be read again: once to be told from others, and once for each try of its transaction.
final class RereadRequest extends HttpServletRequestWrapper {
    private byte @Nullable [] body;

    RereadRequest(HttpServletRequest request) {
        super(request);
    }

    byte[] body() throws IOException {
        byte[] known = body;
        if (known == null) {
            known = super.getInputStream().readAllBytes();
            body = known;
        }
        return known;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new KeptBody(body());
    }
}
