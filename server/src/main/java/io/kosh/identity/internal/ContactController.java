package io.kosh.identity.internal;

import io.kosh.identity.internal.ContactCodes.About;
import io.kosh.identity.internal.ContactCodes.Sent;
import io.kosh.identity.internal.Contacts.Kind;
import io.kosh.identity.internal.UserController.UserResponse;
import io.kosh.kernel.CommonError;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.messages.Language;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Whether people read what is sent to their mail address and mobile number.
@RestController
@RequestMapping("/api/v1/users/{userId}/contacts/{contact}")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Users")
final class ContactController {
    private static final String EITHER = "email or phone";

    private final ContactCodes codes;
    private final Users users;

    ContactController(ContactCodes codes, Users users) {
        this.codes = codes;
        this.users = users;
    }

    record VerificationRequest(
            @Nullable String companyId,

            @Schema(description = "en or hi; English where absent", example = "en") @Nullable
            String language) {
        VerificationRequest {
            Language.of("language", language);
        }
    }

    record VerificationResponse(
            @Schema(example = "CHL4F7K2M9QX1Z0") String challengeId,

            @Schema(description = "the address, most of it hidden", example = "a***@example.com")
            String to,

            @Schema(description = "when the code counts no more")
            Instant expiresAt,

            @Schema(description = "the earliest moment for another code")
            Instant resendAt) {
        static VerificationResponse of(Sent sent) {
            return new VerificationResponse(
                    sent.challenge().id(),
                    sent.to().shown(),
                    sent.challenge().expiresAt(),
                    sent.challenge().resendAt());
        }
    }

    record ConfirmRequest(
            @Nullable String companyId,

            @Schema(description = "the six digits that were sent", example = "493817")
            String code) {
        ConfirmRequest {
            code = Fields.text("code", code, 6);
        }

        @Override
        public String toString() {
            return "ConfirmRequest[" + companyId + "]";
        }
    }

    @PostMapping("/verification")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Send a code to a user",
            description =
                    "By mail or SMS. It counts once and for five minutes, and ends the one before it. Another may be"
                            + " sent after 30 seconds, and five within an hour.")
    VerificationResponse send(
            @PathVariable String userId,
            @Parameter(description = EITHER) @PathVariable String contact,
            @RequestBody VerificationRequest request,
            Caller caller) {
        About about = new About(caller.company(request.companyId()), userId, kind(contact));
        return VerificationResponse.of(codes.send(about, Language.of("language", request.language())));
    }

    @PostMapping("/verification/confirm")
    @Operation(
            summary = "Confirm a user's address",
            description = "With the code that was sent there. After five wrong tries only a new code helps.")
    UserResponse confirm(
            @PathVariable String userId,
            @Parameter(description = EITHER) @PathVariable String contact,
            @RequestBody ConfirmRequest request,
            Caller caller) {
        About about = new About(caller.company(request.companyId()), userId, kind(contact));
        return UserResponse.of(about.company().id(), codes.confirm(about, request.code(), caller.actor()));
    }

    @DeleteMapping
    @Operation(summary = "Forget a user's address", description = "A code that was sent there counts no more.")
    UserResponse forget(
            @PathVariable String userId,
            @Parameter(description = EITHER) @PathVariable String contact,
            @RequestParam(required = false) @Nullable String companyId,
            Caller caller) {
        About about = new About(caller.company(companyId), userId, kind(contact));
        return UserResponse.of(about.company().id(), users.forget(about, caller.actor()));
    }

    private static Kind kind(String word) {
        return switch (word) {
            case "email" -> Kind.EMAIL;
            case "phone" -> Kind.PHONE;
            default -> throw Refusal.of(CommonError.ROUTE_UNKNOWN, "a contact is email or phone");
        };
    }
}
