package io.kosh.loyalty.internal.shop;

import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Pictures for pages, ours and a company's own: anybody may see them.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.PUBLIC)
@Hidden
final class PictureController {
    private static final MediaType SVG = MediaType.valueOf("image/svg+xml");

    private final Catalogue catalogue;

    PictureController(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GetMapping(Pictures.PATH + "{productCatalogId}/{kind}.svg")
    ResponseEntity<byte[]> picture(
            @PathVariable String productCatalogId, @PathVariable Pictures.Kind kind, HttpServletResponse response) {
        String svg = Pictures.draw(catalogue.find(productCatalogId), kind);
        response.setHeader("Cache-Control", "public, max-age=3600");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader("X-Content-Type-Options", "nosniff");
        return ResponseEntity.ok().contentType(SVG).body(svg.getBytes(StandardCharsets.UTF_8));
    }
}
