package io.kosh.identity.internal;

import io.kosh.identity.User;
import io.kosh.identity.internal.Contacts.Contact;
import io.kosh.identity.internal.Contacts.Kind;
import io.kosh.identity.internal.UserStore.Field;
import io.kosh.identity.internal.UserStore.Kept;
import io.kosh.identity.internal.Users.Edit;
import io.kosh.kernel.Change;
import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The people of a company, for the company itself and for an operator, who names the company.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Users")
final class UserController {
    private final Users users;

    UserController(Users users) {
        this.users = users;
    }

    record CreateRequest(
            @Schema(description = "the token's own company where absent", example = "CEK1PU9AOO") @Nullable
            String companyId,

            @Schema(example = "Asha Nair") String name,

            @Schema(example = "asha@example.com") @Nullable String email,

            @Schema(description = "an Indian mobile number", example = "+919876543210") @Nullable
            String phone) {
        CreateRequest {
            name = Fields.text("name", name, 200);
            email = email == null ? null : Kind.EMAIL.recipient(email).address();
            phone = phone == null ? null : Kind.PHONE.recipient(phone).address();
        }
    }

    record UpdateRequest(
            @Nullable String companyId,
            @Schema(example = "INACTIVE") Change<User.Status> status,
            @Schema(example = "asha@example.com") Change<String> email,
            @Schema(example = "+919876543210") Change<String> phone) {
        UpdateRequest {
            email = email.map(given -> Kind.EMAIL.recipient(given).address());
            phone = phone.map(given -> Kind.PHONE.recipient(given).address());
            if (Stream.of(status, email, phone).allMatch(Change.Unchanged.class::isInstance)) {
                throw Fields.missing("status");
            }
        }

        Edit edit() {
            return new Edit(status, email, phone);
        }
    }

    record UserResponse(
            String userId,
            String companyId,
            String name,
            User.Status status,
            AccessState access,
            @Nullable String email,

            @Schema(description = "whether a code that was sent there came back")
            boolean emailVerified,

            @Nullable String phone,

            @Schema(description = "whether a code that was sent there came back")
            boolean phoneVerified,

            Instant createdAt) {
        static UserResponse of(String companyId, Person person) {
            User user = person.user();
            Contact email = person.contacts().email();
            Contact phone = person.contacts().phone();
            return new UserResponse(
                    user.id(),
                    companyId,
                    user.name(),
                    user.status(),
                    person.access(),
                    email == null ? null : email.address(),
                    email != null && email.verified(),
                    phone == null ? null : phone.address(),
                    phone != null && phone.verified(),
                    person.createdAt());
        }
    }

    record MoveResponse(Field field, String from, String to, String by, Instant at) {
        static MoveResponse of(Kept kept) {
            Move move = kept.move();
            return new MoveResponse(kept.field(), move.from(), move.to(), move.by(), move.at());
        }
    }

    @PostMapping("/api/v1/users")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Create a user", description = "A person of the company, who may then receive coins.")
    UserResponse create(@RequestBody CreateRequest request, Caller caller) {
        var company = caller.company(request.companyId());
        return UserResponse.of(
                company.id(), users.create(company, null, request.name(), request.email(), request.phone()));
    }

    @GetMapping("/api/v1/users")
    @Operation(summary = "List users", description = "In the order in which they were created.")
    Page<UserResponse> list(
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit,
            Caller caller) {
        var company = caller.company(companyId);
        Page.Request request = Page.Request.of(cursor, limit);
        Page<Person> page = Page.of(
                users.page(company, request), request, person -> person.user().key());
        return new Page<>(
                page.items().stream()
                        .map(person -> UserResponse.of(company.id(), person))
                        .toList(),
                page.nextCursor());
    }

    @GetMapping("/api/v1/users/{userId}")
    @Operation(
            summary = "Get a user",
            description = "A user of another company is answered like one that is not there.")
    UserResponse get(
            @PathVariable String userId, @RequestParam(required = false) @Nullable String companyId, Caller caller) {
        var company = caller.company(companyId);
        return UserResponse.of(company.id(), users.find(company, userId));
    }

    @PatchMapping("/api/v1/users/{userId}")
    @Operation(
            summary = "Change a user",
            description =
                    "An inactive user receives nothing and cannot sign in; running tokens end within a second. A mail"
                            + " address or number that changes is unverified. What is absent stays.")
    UserResponse update(@PathVariable String userId, @RequestBody UpdateRequest request, Caller caller) {
        var company = caller.company(request.companyId());
        return UserResponse.of(company.id(), users.update(company, userId, request.edit(), caller.actor()));
    }

    @GetMapping("/api/v1/users/{userId}/history")
    @Operation(summary = "List a user's state changes", description = "Each with when, by whom, from what and to what.")
    Page<MoveResponse> history(
            @PathVariable String userId,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit,
            Caller caller) {
        Page.Request request = Page.Request.of(cursor, limit);
        Page<Kept> page = Page.of(users.moves(caller.company(companyId), userId, request), request, Kept::key);
        return new Page<>(page.items().stream().map(MoveResponse::of).toList(), page.nextCursor());
    }

    @PostMapping("/api/v1/users/{userId}/lock")
    @RouteFamily(value = Envelope.NATIVE, access = Access.OPERATOR)
    @Operation(summary = "Lock a user", description = "Ends the running tokens of the user's logins within a second.")
    UserResponse lock(@PathVariable String userId, @RequestParam String companyId, Caller caller) {
        var company = caller.requiredCompany(companyId);
        return UserResponse.of(company.id(), users.setAccess(company, userId, AccessState.LOCKED, caller.actor()));
    }

    @PostMapping("/api/v1/users/{userId}/unlock")
    @RouteFamily(value = Envelope.NATIVE, access = Access.OPERATOR)
    @Operation(summary = "Unlock a user", description = "The user's logins and tokens count again.")
    UserResponse unlock(@PathVariable String userId, @RequestParam String companyId, Caller caller) {
        var company = caller.requiredCompany(companyId);
        return UserResponse.of(company.id(), users.setAccess(company, userId, AccessState.ACTIVE, caller.actor()));
    }
}
