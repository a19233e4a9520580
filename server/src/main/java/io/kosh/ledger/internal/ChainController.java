package io.kosh.ledger.internal;

import io.kosh.kernel.Refusal;
import io.kosh.ledger.ChainHead;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows the ends of chains over HTTP.
@RestController
@RequestMapping("/api/v1/ledger/chain")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Ledger", description = "The double-entry books: accounts, lines, transfers, audit.")
final class ChainController {
    private final PostgresChain chain;

    ChainController(PostgresChain chain) {
        this.chain = chain;
    }

    /// The end of a company's chain, signed.
    record ChainResponse(
            String companyId,
            @Schema(example = "42") long number,
            String hash,
            @Schema(example = "1017") long transfers,
            Instant sealedAt,
            String publicKey,
            String signature) {
        static ChainResponse of(ChainHead head) {
            return new ChainResponse(
                    head.companyId(),
                    head.number(),
                    head.hash(),
                    head.transfers(),
                    head.sealedAt(),
                    head.publicKey(),
                    head.signature());
        }
    }

    @GetMapping
    @Operation(
            summary = "Get the end of the chain",
            description = "The last sealed block of the company's transfers, signed with the installation's Ed25519 "
                    + "key. Kept elsewhere, it shows later whether the books up to it are still the same: "
                    + "`kosh verify --against`.")
    ChainResponse head(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        ChainHead head = chain.head(caller.company(companyId));
        if (head == null) {
            throw Refusal.of(LedgerError.CHAIN_EMPTY, LedgerError.CHAIN_EMPTY.meaning());
        }
        return ChainResponse.of(head);
    }
}
