package io.kosh.vault.internal;

import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.vault.internal.DataKeyStore.Wrapped;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The operator's routes about the keys of the vault.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.OPERATOR)
@Tag(name = "Vault")
final class VaultKeyController {
    private final DataKeys keys;
    private final Resealing resealing;

    VaultKeyController(DataKeys keys, Resealing resealing) {
        this.keys = keys;
        this.resealing = resealing;
    }

    record KeyResponse(
            @Schema(example = "2") int keyId,
            Instant createdAt,

            @Schema(description = "whether new values are sealed with it")
            boolean sealing,

            @Schema(description = "values that are sealed with it now", example = "1200")
            long values) {}

    @PostMapping("/api/v1/vault/keys")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Rotate the vault's key",
            description = "A new data key seals from now on; a job seals again what older keys have sealed. The older "
                    + "keys are kept, wrapped by the master key, for backups and snapshots.")
    KeyResponse rotate() {
        Wrapped made = keys.rotate();
        return new KeyResponse(made.id(), made.createdAt(), true, 0);
    }

    @GetMapping("/api/v1/vault/keys")
    @Operation(
            summary = "List the vault's keys",
            description = "Oldest first. A rotation is done when only the newest has values.")
    List<KeyResponse> list() {
        Map<Integer, Long> counts = resealing.counts();
        List<Wrapped> all = keys.all();
        return all.stream()
                .map(key -> new KeyResponse(
                        key.id(), key.createdAt(), key.id() == all.getLast().id(), counts.getOrDefault(key.id(), 0L)))
                .toList();
    }
}
