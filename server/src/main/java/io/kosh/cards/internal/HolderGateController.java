package io.kosh.cards.internal;

import io.kosh.cards.internal.CardTerms.Terms;
import io.kosh.cards.internal.HolderGates.Standing;
import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.SecretInput;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What a holder has to pass before a card with a number can be used: KYC and terms.
@RestController
@RouteFamily(Envelope.NATIVE)
@Tag(name = "KYC and terms", description = "Native: what the holder of a card has to pass before it can be used.")
final class HolderGateController {
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;
    private static final int LONGEST_TERMS = 20_000;

    private final HolderGates gates;
    private final CardTerms terms;

    HolderGateController(HolderGates gates, CardTerms terms) {
        this.gates = gates;
        this.terms = terms;
    }

    /// Whether a card can be used, and what may be on it.
    record GateResponse(
            String enKashCardId,
            boolean usable,

            @Schema(
                    example = "TERMS_NOT_ACCEPTED",
                    description = "NOT_ACTIVATED, LOCKED, BLOCKED, ACCOUNT_SUSPENDED, EXPIRED, KYC_MISSING or "
                            + "TERMS_NOT_ACCEPTED; null where it can be used")
            @Nullable
            Unusable because,

            @Schema(example = "MIN_KYC", description = "PENDING, MIN_KYC or FULL_KYC")
            String kycStatus,

            @Schema(description = "the version that the holder accepted, 0 for none")
            int acceptedTerms,

            int latestTerms,

            @Schema(description = "where the holder accepts the latest terms; null where that is done") @Nullable
            String partnerTncUrl,

            @Schema(example = "10000", description = "rupees that may be on the card now; null for no limit") @Nullable
            BigDecimal balanceLimit,

            @Schema(example = "10000", description = "rupees that may be loaded in a month; null for no limit")
            @Nullable
            BigDecimal monthlyLoadLimit,

            @Schema(
                    example = "120000",
                    description = "rupees that may be loaded in a financial year; null for no limit")
            @Nullable
            BigDecimal yearlyLoadLimit) {
        static GateResponse of(Standing standing) {
            Card card = standing.card();
            return new GateResponse(
                    card.id(),
                    standing.because() == null,
                    standing.because(),
                    card.gates().kyc().status(),
                    card.gates().accepted(),
                    card.gates().latest(),
                    standing.termsUrl(),
                    decimal(standing.limits().balance()),
                    decimal(standing.limits().month()),
                    decimal(standing.limits().year()));
        }

        private static @Nullable BigDecimal decimal(@Nullable Long minor) {
            return minor == null ? null : Amounts.decimal(minor);
        }
    }

    /// How well a holder is known.
    record KycRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(example = "FULL", description = "MINIMUM or FULL", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            Kyc level,

            @Schema(example = "CPNPN9977R", description = "the PAN of the holder, kept by the vault; MINIMUM needs it")
            @Nullable
            String pan) {
        KycRequest {
            Fields.optionalText("companyId", companyId, LONGEST_ID);
            if (Fields.present("level", level) == Kyc.NONE) {
                throw Fields.invalid("level", "must be MINIMUM or FULL: who is known stays known");
            }
            if (pan != null || level == Kyc.MINIMUM) {
                PanDocument.read("pan", pan);
            }
        }

        @Override
        public String toString() {
            return "a KYC";
        }
    }

    /// How well a holder is known now.
    record KycResponse(
            String userId, @Schema(example = "FULL_KYC") String kycStatus) {}

    /// What was accepted.
    record AcceptRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(example = "1", description = "the latest", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Long version) {
        AcceptRequest {
            Fields.optionalText("companyId", companyId, LONGEST_ID);
            Fields.integer("version", version, 1, Integer.MAX_VALUE);
        }
    }

    /// Terms to be published.
    record TermsRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(example = "The card is for meals.", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String text) {
        TermsRequest {
            Fields.optionalText("companyId", companyId, LONGEST_ID);
            Fields.text("text", text, LONGEST_TERMS);
        }
    }

    /// The terms that count.
    record TermsResponse(
            String cardAccountId,
            int version,

            @Schema(description = "null for the first version, which is the installation's") @Nullable
            String text) {
        static TermsResponse of(Terms terms) {
            return new TermsResponse(terms.account().id(), terms.version(), terms.text());
        }
    }

    @GetMapping("/api/v1/cards/{enKashCardId}/gates")
    @Operation(
            summary = "Tell whether a card can be used",
            description = "And if not, why; with the holder's KYC, the terms, and the limits that follow.")
    GateResponse find(
            Caller caller,
            @PathVariable String enKashCardId,
            @RequestParam(required = false) @Nullable String companyId) {
        return GateResponse.of(gates.find(caller.company(companyId), enKashCardId));
    }

    @SecretInput
    @PutMapping("/api/v1/card-holders/{userId}/kyc")
    @Operation(
            summary = "Record the KYC of a card holder",
            description = "Counts for all cards of the person at the company. Nobody becomes less known.")
    KycResponse know(Caller caller, @PathVariable String userId, @RequestBody KycRequest request) {
        Kyc now = gates.know(
                caller.company(request.companyId()),
                userId,
                new HolderGates.Learnt(
                        Fields.present("level", request.level()),
                        request.pan() == null ? null : PanDocument.read("pan", request.pan()),
                        caller.actor()));
        return new KycResponse(userId, now.status());
    }

    @PostMapping("/api/v1/cards/{enKashCardId}/terms-acceptance")
    @Operation(
            summary = "Record that a holder accepted the terms",
            description = "The latest version; an older one is refused. The holder can accept them on a page, too.")
    GateResponse accept(Caller caller, @PathVariable String enKashCardId, @RequestBody AcceptRequest request) {
        long version = Fields.integer("version", request.version(), 1, Integer.MAX_VALUE);
        CompanyRef company = caller.company(request.companyId());
        return GateResponse.of(gates.standing(company, terms.accept(company, enKashCardId, Math.toIntExact(version))));
    }

    @GetMapping("/api/v1/card-accounts/{cardAccountId}/terms")
    @Operation(summary = "Get the terms of a card account", description = "The version that holders have to accept.")
    TermsResponse terms(
            Caller caller,
            @PathVariable String cardAccountId,
            @RequestParam(required = false) @Nullable String companyId) {
        return TermsResponse.of(terms.latest(caller.company(companyId), cardAccountId));
    }

    @PostMapping("/api/v1/card-accounts/{cardAccountId}/terms")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Publish terms for a card account",
            description = "From now on every holder of a card of the account has to accept them before it can be used.")
    TermsResponse publish(Caller caller, @PathVariable String cardAccountId, @RequestBody TermsRequest request) {
        Terms published = terms.publish(
                caller.company(request.companyId()),
                cardAccountId,
                Fields.text("text", request.text(), LONGEST_TERMS),
                caller.actor());
        return TermsResponse.of(published);
    }
}
