package io.kosh.platform.internal;

import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Tells a client that its token works and whom it stands for; touches no database.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Ping", description = "Whether a token works.")
final class PingController {

    /// Whom the token stands for.
    record PingResponse(String clientId, String actor, boolean operator, List<String> companyIds) {}

    @GetMapping("/api/v1/ping")
    @Operation(summary = "Check a token", description = "Answers whom it stands for.")
    PingResponse ping(Caller caller) {
        return new PingResponse(
                caller.clientId(),
                caller.actor(),
                caller.operator(),
                caller.companies().stream().map(CompanyRef::id).toList());
    }
}
