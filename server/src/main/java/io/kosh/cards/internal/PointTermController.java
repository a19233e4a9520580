package io.kosh.cards.internal;

import io.kosh.cards.internal.PointTermStore.KeptTerms;
import io.kosh.cards.internal.PointTerms.NoticeBy;
import io.kosh.kernel.Change;
import io.kosh.kernel.Fields;
import io.kosh.messages.Language;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// When the points of an account begin and end to count.
@RestController
@RequestMapping("/api/v1/cards/accounts/{cardAccountId}/point-terms")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Point terms", description = "Native: when points begin and end to count, what holders hold, statements.")
final class PointTermController {
    private final AccountTerms terms;

    PointTermController(AccountTerms terms) {
        this.terms = terms;
    }

    /// What to change; `clear` names what is to be unset.
    record UpdateRequest(
            @Schema(type = "integer", example = "365", description = "days for which points count once they began to")
            Change<Long> validityDays,

            @Schema(type = "integer", example = "14", description = "days after which points begin to count")
            Change<Long> pendingDays,

            @Schema(
                    type = "integer",
                    example = "30",
                    description = "days before their end on which the holder is told; less than validityDays")
            Change<Long> noticeDays,

            @Schema(type = "string", example = "MAIL", description = "MAIL, SMS, BOTH or NONE")
            Change<String> noticeBy,

            @Schema(type = "string", example = "en", description = "en or hi: what the holder is told in")
            Change<String> language,

            @Schema(example = "[\"pendingDays\"]", description = "to unset: validityDays, pendingDays, noticeDays")
            @Nullable
            List<String> clear) {
        private static final List<String> CLEARABLE = List.of("validityDays", "pendingDays", "noticeDays");

        UpdateRequest {
            noticeBy.map(UpdateRequest::by);
            language.map(each -> Language.of("language", each));
            if (clear != null && !CLEARABLE.containsAll(clear)) {
                throw Fields.invalid("clear", "may name " + String.join(", ", CLEARABLE));
            }
        }

        private static NoticeBy by(String name) {
            for (NoticeBy each : NoticeBy.values()) {
                if (each.name().equals(name)) {
                    return each;
                }
            }
            throw Fields.invalid("noticeBy", "must be MAIL, SMS, BOTH or NONE");
        }

        PointTerms edit(PointTerms current) {
            return new PointTerms(
                    days("validityDays", validityDays, current.validityDays()),
                    days("pendingDays", pendingDays, current.pendingDays()),
                    days("noticeDays", noticeDays, current.noticeDays()),
                    noticeBy.map(UpdateRequest::by).or(current.noticeBy()),
                    language.map(each -> Language.of("language", each)).or(current.language()));
        }

        private @Nullable Long days(String field, Change<Long> change, @Nullable Long current) {
            boolean cleared =
                    Objects.requireNonNullElse(clear, List.<String>of()).contains(field);
            if (cleared && change instanceof Change.To<Long>) {
                throw Fields.invalid(field, "is both set and cleared");
            }
            return cleared ? null : change.orNullable(current);
        }
    }

    /// The terms; null is not set.
    record TermsResponse(
            @Nullable Long validityDays,
            @Nullable Long pendingDays,
            @Nullable Long noticeDays,
            NoticeBy noticeBy,
            String language) {
        static TermsResponse of(PointTerms terms) {
            return new TermsResponse(
                    terms.validityDays(),
                    terms.pendingDays(),
                    terms.noticeDays(),
                    terms.noticeBy(),
                    terms.language().name().toLowerCase(Locale.ROOT));
        }
    }

    /// One kept change: the terms as they were from then on.
    record KeptResponse(long number, Instant at, String actor, TermsResponse terms) {
        static KeptResponse of(KeptTerms kept) {
            return new KeptResponse(kept.number(), kept.at(), kept.actor(), TermsResponse.of(kept.terms()));
        }
    }

    @GetMapping
    @Operation(summary = "Get the point terms of an account")
    TermsResponse get(
            Caller caller,
            @PathVariable String cardAccountId,
            @RequestParam(required = false) @Nullable String companyId) {
        return TermsResponse.of(terms.of(caller.company(companyId), cardAccountId));
    }

    @PatchMapping
    @Operation(
            summary = "Change the point terms of an account",
            description = "For points that are given from then on; what was given before keeps its days.")
    TermsResponse change(
            Caller caller,
            @PathVariable String cardAccountId,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody UpdateRequest request) {
        return TermsResponse.of(terms.change(caller.company(companyId), cardAccountId, request::edit, caller.actor()));
    }

    @GetMapping("/changes")
    @Operation(summary = "List the changes of the point terms", description = "Newest first: who set what, when.")
    Page<KeptResponse> changes(
            Caller caller,
            @PathVariable String cardAccountId,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        return terms.changes(caller.company(companyId), cardAccountId, Page.Request.of(cursor, limit))
                .map(KeptResponse::of);
    }
}
