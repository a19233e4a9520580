package io.kosh.sandbox.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Authenticator;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.DemoFacts;
import io.kosh.platform.FailedSignIns;
import io.kosh.platform.MasterKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Who looks at the sandbox with a browser. Without signing in it is the demo company, whose credentials the start page
/// shows to the same browser; with an access token it is whatever that token may act for. The token travels wrapped by
/// the master key in a cookie, and is checked anew with each request.
@Component
@SandboxOnly
final class Visits {
    private static final String PURPOSE = "sandbox-page";
    private static final String BETWEEN = "\n";
    private static final int LONGEST_TOKEN = 2_000;

    private final Authenticator authenticator;
    private final FailedSignIns signIns;
    private final CompanyRegistry companies;
    private final DemoFacts demo;
    private final MasterKey key;

    Visits(
            Authenticator authenticator,
            FailedSignIns signIns,
            CompanyRegistry companies,
            DemoFacts demo,
            MasterKey key) {
        this.authenticator = authenticator;
        this.signIns = signIns;
        this.companies = companies;
        this.demo = demo;
        this.key = key;
    }

    /// What the forms' tokens and the cookie are made with.
    MasterKey key() {
        return key;
    }

    /// @param formToken what this browser's forms have to send
    /// @param sealed    what [#signIn] gave it, null for nothing
    Visit visit(String formToken, @Nullable String sealed) {
        if (sealed != null) {
            return signedIn(formToken, sealed);
        }
        CompanyRef company = demo.read().get("companyId") instanceof String id ? companies.find(id) : null;
        return new Visit(company, company == null ? Visit.How.UNKNOWN : Visit.How.DEMO, null, formToken);
    }

    private Visit signedIn(String formToken, String sealed) {
        try {
            String[] parts = new String(
                            key.unwrap(PURPOSE, Base64.getUrlDecoder().decode(sealed)), StandardCharsets.UTF_8)
                    .split(BETWEEN, 2);
            CompanyRef company = authenticator.authenticate(parts[1]).company(parts[0]);
            return new Visit(company, Visit.How.SIGNED_IN, parts[1], formToken);
        } catch (Refusal refusal) {
            if (refusal.retryAfter() != null) {
                throw refusal;
            }
        } catch (IllegalArgumentException | IllegalStateException _) {
            // Not wrapped by this installation's key: as good as no token.
        }
        return new Visit(null, Visit.How.ENDED, null, formToken);
    }

    /// What the browser keeps from now on; refuses a token that is not good or does not reach the company.
    ///
    /// @param companyId null or blank for the token's own
    String signIn(@Nullable String accessToken, @Nullable String companyId) {
        String token = Fields.text("token", accessToken, LONGEST_TOKEN).strip();
        Caller caller = signIns.limited(() -> authenticator.authenticate(token));
        CompanyRef company = caller.company(companyId == null || companyId.isBlank() ? null : companyId.strip());
        byte[] plain = (company.id() + BETWEEN + token).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.wrap(PURPOSE, plain));
    }
}
