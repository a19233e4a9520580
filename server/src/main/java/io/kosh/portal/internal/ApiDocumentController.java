package io.kosh.portal.internal;

import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The API document for programs.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.PUBLIC)
final class ApiDocumentController {
    private final ApiDocument document;

    ApiDocumentController(ApiDocument document) {
        this.document = document;
    }

    @GetMapping("/v3/api-docs")
    ResponseEntity<byte[]> json() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(document.json().getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping("/v3/api-docs.yaml")
    ResponseEntity<byte[]> yaml() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_YAML)
                .body(document.yaml().getBytes(StandardCharsets.UTF_8));
    }
}
