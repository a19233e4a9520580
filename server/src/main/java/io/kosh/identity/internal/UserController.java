package io.kosh.identity.internal;

import io.kosh.identity.User;
import io.kosh.identity.internal.UserStore.Field;
import io.kosh.identity.internal.UserStore.Kept;
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

            @Schema(example = "Asha Nair") String name) {
        CreateRequest {
            name = Fields.text("name", name, 200);
        }
    }

    record UpdateRequest(
            @Nullable String companyId,
            @Schema(example = "INACTIVE") User.Status status) {
        UpdateRequest {
            status = Fields.present("status", status);
        }
    }

    record UserResponse(
            String userId, String companyId, String name, User.Status status, AccessState access, Instant createdAt) {
        static UserResponse of(String companyId, Person person) {
            User user = person.user();
            return new UserResponse(
                    user.id(), companyId, user.name(), user.status(), person.access(), person.createdAt());
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
        return UserResponse.of(company.id(), users.create(company, null, request.name()));
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
            summary = "Activate or deactivate a user",
            description = "An inactive user receives nothing and cannot sign in; running tokens end within a second.")
    UserResponse update(@PathVariable String userId, @RequestBody UpdateRequest request, Caller caller) {
        var company = caller.company(request.companyId());
        return UserResponse.of(company.id(), users.setStatus(company, userId, request.status(), caller.actor()));
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
