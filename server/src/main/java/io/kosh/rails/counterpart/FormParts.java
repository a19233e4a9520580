package io.kosh.rails.counterpart;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of a form that carries a file (RFC 7578). The container reads such forms for nobody: this is the only
/// one.
final class FormParts {
    private static final int MOST = 8;

    private final Map<String, byte[]> parts;

    private FormParts(Map<String, byte[]> parts) {
        this.parts = parts;
    }

    /// Nothing where it is no such form.
    static FormParts of(byte[] body, String contentType) {
        Map<String, byte[]> parts = new HashMap<>();
        if (!contentType.startsWith("multipart/form-data")) {
            return new FormParts(parts);
        }
        try {
            MimeMultipart form = new MimeMultipart(new ByteArrayDataSource(body, contentType));
            for (int i = 0; i < Math.min(MOST, form.getCount()); i++) {
                String[] heads = form.getBodyPart(i).getHeader("Content-Disposition");
                String name = heads == null ? null : new ContentDisposition(heads[0]).getParameter("name");
                if (name != null) {
                    try (InputStream bytes = form.getBodyPart(i).getInputStream()) {
                        parts.put(name, bytes.readAllBytes());
                    }
                }
            }
        } catch (MessagingException | IOException _) {
            return new FormParts(Map.of());
        }
        return new FormParts(parts);
    }

    @Nullable
    String text(String name) {
        byte[] bytes = parts.get(name);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    byte @Nullable [] bytes(String name) {
        return parts.get(name);
    }
}
