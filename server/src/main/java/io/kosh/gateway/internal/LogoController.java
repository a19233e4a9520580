package io.kosh.gateway.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Merchants' logos for pages: anybody may see them, and keep them for ever, because another one is elsewhere.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.PUBLIC)
@Hidden
final class LogoController {
    private static final int LONGEST_ID = 64;

    private final Merchants merchants;

    LogoController(Merchants merchants) {
        this.merchants = merchants;
    }

    @GetMapping(MerchantStore.LOGOS + "{companyId}/{hash}")
    ResponseEntity<byte[]> logo(
            @PathVariable String companyId, @PathVariable String hash, HttpServletResponse response) {
        Logo logo = merchants.logo(
                Fields.identifier("companyId", companyId, LONGEST_ID), Fields.identifier("hash", hash, LONGEST_ID));
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(logo.type()))
                .body(logo.bytes());
    }
}
