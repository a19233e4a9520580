package io.kosh.platform.internal;

import io.kosh.platform.BuildVersion;
import io.kosh.platform.Envelope;
import io.kosh.platform.Profile;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Tells anyone what answers here, before a token is asked for. A constant: it is also what other routes are measured
/// against.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.PUBLIC)
@Tag(name = "Ping", description = "Whether a token works.")
final class VersionController {
    private final VersionResponse version;

    VersionController(Settings settings) {
        this.version = new VersionResponse("kosh", BuildVersion.current(), settings.profile());
    }

    /// Which program, and what the installation is for.
    record VersionResponse(
            @Schema(example = "kosh") String program,
            @Schema(example = "0.1.0") String version,
            Profile profile) {}

    @GetMapping("/api/v1/version")
    @Operation(summary = "Get the version", description = "Which program answers here; needs no token.")
    VersionResponse version() {
        return version;
    }
}
