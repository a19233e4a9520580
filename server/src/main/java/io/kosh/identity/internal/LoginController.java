package io.kosh.identity.internal;

import io.kosh.identity.internal.LoginStore.Shown;
import io.kosh.identity.internal.Logins.Credentials;
import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The operator's routes about user names and passwords.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.OPERATOR)
@Tag(name = "Logins")
final class LoginController {
    private final Logins logins;
    private final Partners partners;

    LoginController(Logins logins, Partners partners) {
        this.logins = logins;
        this.partners = partners;
    }

    record CreateRequest(
            @Schema(example = "9000000003") String username,
            @Schema(example = "correct horse battery") String password,
            @Schema(description = "of the user") @Nullable String companyId,

            @Schema(description = "whose login; or a partnerId") @Nullable
            String userId,

            @Schema(description = "whose login; or a userId") @Nullable
            String partnerId) {
        CreateRequest {
            username = Fields.identifier("username", username, 128);
            password = Passwords.acceptable("password", password).value();
            if ((userId == null) == (partnerId == null)) {
                throw Fields.invalid("userId", "or partnerId has to be there, and not both");
            }
        }

        @Override
        public String toString() {
            return "CreateRequest[" + username + "]";
        }
    }

    record PasswordRequest(
            @Schema(example = "correct horse battery") String password) {
        PasswordRequest {
            password = Passwords.acceptable("password", password).value();
        }

        @Override
        public String toString() {
            return "PasswordRequest[]";
        }
    }

    record LoginResponse(
            String username,
            AccessState status,

            @Schema(description = "until when wrong passwords keep it from password grants") @Nullable
            Instant lockedUntil,

            Instant createdAt) {
        static LoginResponse of(Shown login) {
            return new LoginResponse(login.username(), login.status(), login.lockedUntil(), login.createdAt());
        }
    }

    @PostMapping("/api/v1/logins")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Create a login", description = "A user name and a password for a user or a partner.")
    LoginResponse create(@RequestBody CreateRequest request, Caller caller) {
        Credentials credentials =
                new Credentials(request.username(), Passwords.acceptable("password", request.password()));
        if (request.partnerId() != null) {
            Partner partner = partners.find(request.partnerId()).partner();
            return LoginResponse.of(logins.createForPartner(partner, credentials));
        }
        String userId = Fields.text("userId", request.userId(), 32);
        return LoginResponse.of(
                logins.createForPerson(caller.requiredCompany(request.companyId()), userId, credentials));
    }

    @GetMapping("/api/v1/logins/{username}")
    @Operation(summary = "Get a login", description = "Its state; never its password.")
    LoginResponse get(@PathVariable String username) {
        return LoginResponse.of(logins.find(username));
    }

    @PutMapping("/api/v1/logins/{username}/password")
    @Operation(
            summary = "Set a password",
            description = "Ends the login's running tokens and a lockout after wrong passwords.")
    LoginResponse setPassword(@PathVariable String username, @RequestBody PasswordRequest request, Caller caller) {
        logins.setPassword(username, Passwords.acceptable("password", request.password()), caller.actor());
        return LoginResponse.of(logins.find(username));
    }

    @PostMapping("/api/v1/logins/{username}/lock")
    @Operation(summary = "Lock a login", description = "Ends its running tokens within a second.")
    LoginResponse lock(@PathVariable String username, Caller caller) {
        return LoginResponse.of(logins.lock(username, caller.actor()));
    }

    @PostMapping("/api/v1/logins/{username}/unlock")
    @Operation(
            summary = "Unlock a login",
            description = "Lifts an operator's lock and a lockout after wrong passwords.")
    LoginResponse unlock(@PathVariable String username, Caller caller) {
        return LoginResponse.of(logins.unlock(username, caller.actor()));
    }
}
