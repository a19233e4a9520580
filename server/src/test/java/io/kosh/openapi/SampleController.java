package io.kosh.openapi;

import io.kosh.kernel.Change;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Routes of each family, for the test of the document's rules only.
@RestController
@ConditionalOnProperty("kosh.test.sample-routes")
@RouteFamily(Envelope.RESPONSE_CODE)
@Tag(name = "Samples")
class SampleController {

    record UpdateRequest(
            @Schema(example = "CEK1PU9AOO") String companyId,
            @Schema(example = "10") Change<Long> amount,
            @Nullable String note) {}

    record View(
            @Schema(example = "S1") String id,
            @Nullable String note,
            @Schema(example = "10") long amount) {}

    @Operation(
            summary = "Change a sample",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    @PatchMapping("/api/v0/samples/{id}")
    View update(Caller caller, @PathVariable String id, @RequestBody UpdateRequest request) {
        return new View(id, caller.actor(), request.amount().or(1L));
    }

    @Operation(summary = "List samples")
    @GetMapping("/api/v1/samples")
    @RouteFamily(value = Envelope.NATIVE, access = RouteFamily.Access.OPERATOR)
    Page<View> list() {
        return new Page<>(List.of(), null);
    }
}
