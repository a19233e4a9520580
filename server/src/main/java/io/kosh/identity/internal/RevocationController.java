package io.kosh.identity.internal;

import io.kosh.identity.internal.RegistryMoveStore.Kept;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Secret;
import io.kosh.platform.Envelope;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The operator's routes that end tokens, and that show who locked what and who set a password.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.OPERATOR)
@Tag(name = "Access")
final class RevocationController {
    private final Revocations revocations;
    private final History history;

    RevocationController(Revocations revocations, History history) {
        this.revocations = revocations;
        this.history = history;
    }

    record RevokeRequest(
            @Schema(description = "all tokens of an API client", example = "CEK1PU9AOO") @Nullable
            String clientId,

            @Schema(description = "or all tokens of a login") @Nullable
            String username,

            @Schema(description = "or one token; a refresh token takes its access tokens along") @Nullable
            String token) {
        RevokeRequest {
            Fields.optionalText("clientId", clientId, 128);
            Fields.optionalText("username", username, 128);
            Fields.optionalText("token", token, 128);
            if (Stream.of(clientId, username, token).filter(Objects::nonNull).count() != 1) {
                throw Fields.invalid("clientId", "or username or token has to be there, and only one of them");
            }
        }

        @Override
        public String toString() {
            return "RevokeRequest[]";
        }
    }

    record RevokeResponse(
            @Schema(description = "how many grants or tokens ended")
            int revoked) {}

    record MoveResponse(RegistryMoveStore.Field field, String from, String to, String by, Instant at) {
        static MoveResponse of(Kept kept) {
            Move move = kept.move();
            return new MoveResponse(kept.field(), move.from(), move.to(), move.by(), move.at());
        }
    }

    @PostMapping("/api/v1/tokens/revoke")
    @Operation(summary = "Revoke tokens", description = "On every server within a second.")
    RevokeResponse revoke(@RequestBody RevokeRequest request) {
        if (request.clientId() != null) {
            return new RevokeResponse(revocations.ofClient(request.clientId()));
        }
        if (request.username() != null) {
            return new RevokeResponse(revocations.ofLogin(request.username()));
        }
        return new RevokeResponse(revocations.ofToken(new Secret<>(Fields.text("token", request.token(), 128))));
    }

    @GetMapping("/api/v1/locks")
    @Operation(
            summary = "List locks, unlocks, new passwords and rules for bodies",
            description = "Of one company, partner, login or API client: when, by whom, from what, to what.")
    Page<MoveResponse> locks(
            @RequestParam RegistryMoveStore.Kind kind,
            @RequestParam String id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        Page.Request request = Page.Request.of(cursor, limit);
        Page<Kept> page = Page.of(history.page(kind, Fields.text("id", id, 128), request), request, Kept::key);
        return new Page<>(page.items().stream().map(MoveResponse::of).toList(), page.nextCursor());
    }
}
