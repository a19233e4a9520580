package io.kosh.cards.internal;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.cards.internal.CardControls.Edit;
import io.kosh.cards.internal.CardControls.LimitEdit;
import io.kosh.kernel.Fields;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.TellsIgnored;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The documented controls and limits of cards.
@RestController
@RouteFamily(Envelope.CARD)
@RequestMapping(
        path = "/api/v0/partner/enKashCard/velocity",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Card spending", description = "Whether cards may pay, what they paid, and what they may.")
final class CardControlController {
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;
    private static final int MOST_CARDS = 100;
    static final long MOST_TIMES = 1_000_000_000;
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.ENGLISH).withZone(BusinessClock.ZONE);

    private final CardControls controls;

    CardControlController(CardControls controls) {
        this.controls = controls;
    }

    /// What some cards may do. What is absent stays as it is; a limit that is null is taken away.
    @TellsIgnored
    record RuleRequest(
            @Schema(example = "CEKEP5GSGP", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(example = "CAA8W45", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String cardAccountId,

            @Schema(example = "[\"EKC94AEX89\"]", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("enkashCardIds")
            List<String> enKashCardIds,

            @Schema(example = "true") @Nullable Boolean posAllowed,
            @Schema(example = "true") @Nullable Boolean onlineAllowed,
            @Schema(example = "false") @Nullable Boolean atmAllowed,
            @Schema(example = "false") @Nullable Boolean internationalAllowed,
            @Schema(example = "true") @Nullable Boolean contactlessAllowed,

            @Schema(description = "the most of one purchase, in rupees")
            LimitField perTxnLimit,

            @Schema(description = "rupees in a day in India")
            LimitField dtd,

            @Schema(description = "rupees in a month") LimitField mtd,

            @Schema(description = "rupees in a year from January")
            LimitField ytd,

            @Schema(description = "purchases in a day") LimitField dtdCount,
            LimitField mtdCount,
            LimitField ytdCount,

            @Schema(description = "whether the caller is the account's administrator, which is checked then") @Nullable
            Boolean adminUser,

            LimitField posDailyLimit,
            LimitField posDailyLimitCount,
            LimitField ecomDailyLimit,
            LimitField ecomDailyLimitCount,
            LimitField contactlessDailyLimit,
            LimitField contactlessDailyLimitCount) {
        RuleRequest {
            Fields.text("companyId", companyId, LONGEST_ID);
            Fields.text("cardAccountId", cardAccountId, LONGEST_ID);
            for (String id : Fields.items("enKashCardIds", enKashCardIds, 1, MOST_CARDS)) {
                Fields.text("enKashCardIds", id, LONGEST_ID);
            }
            amount(SpendControls.PER_TRANSACTION, perTxnLimit);
        }

        List<String> cards() {
            return new ArrayList<>(Fields.present("enKashCardIds", enKashCardIds));
        }

        Edit edit() {
            Map<SpendLimit, LimitEdit> limits = new EnumMap<>(SpendLimit.class);
            for (SpendLimit limit : SpendLimit.values()) {
                LimitField field = field(limit);
                limits.put(limit, limit.counts() ? times(limit.field(), field) : amount(limit.field(), field));
            }
            return new Edit(
                    posAllowed,
                    onlineAllowed,
                    atmAllowed,
                    internationalAllowed,
                    contactlessAllowed,
                    amount(SpendControls.PER_TRANSACTION, perTxnLimit),
                    limits);
        }

        private LimitField field(SpendLimit limit) {
            return switch (limit) {
                case DTD -> dtd;
                case MTD -> mtd;
                case YTD -> ytd;
                case DTD_COUNT -> dtdCount;
                case MTD_COUNT -> mtdCount;
                case YTD_COUNT -> ytdCount;
                case POS_DAILY -> posDailyLimit;
                case POS_DAILY_COUNT -> posDailyLimitCount;
                case ECOM_DAILY -> ecomDailyLimit;
                case ECOM_DAILY_COUNT -> ecomDailyLimitCount;
                case CONTACTLESS_DAILY -> contactlessDailyLimit;
                case CONTACTLESS_DAILY_COUNT -> contactlessDailyLimitCount;
            };
        }

        private static LimitEdit amount(String name, LimitField field) {
            return new LimitEdit(field.said(), Amounts.optionalBound(name, field.value()));
        }

        private static LimitEdit times(String name, LimitField field) {
            BigDecimal value = field.value();
            if (value == null) {
                return new LimitEdit(field.said(), null);
            }
            if (value.signum() < 0
                    || value.compareTo(BigDecimal.valueOf(MOST_TIMES)) > 0
                    || value.stripTrailingZeros().scale() > 0) {
                throw Fields.invalid(name, "must be a whole number from 0 to " + MOST_TIMES);
            }
            return new LimitEdit(true, value.longValueExact());
        }
    }

    /// The cards that it was done to.
    record RuleResponse(List<String> enKashCardIds) {}

    @PostMapping("/rule")
    @Operation(
            summary = "Update Card Limits & Controls",
            description =
                    "Sets channels and limits of up to a hundred cards of an account, all or none. Limits count in "
                            + "Indian days, months and years, and what was spent before they were set counts, too. "
                            + "Cards are not loaded by themselves: fields that ask for it, as any that is not known, are "
                            + "ignored and named in Kosh-Compat-Note."
                            + " Also known as Card Usage Controls, Update Card Velocity Rules.")
    RuleResponse change(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody RuleRequest request) {
        PartnerHeader.read(partnerId);
        CompanyRef company = caller.requiredCompany(request.companyId());
        controls.change(
                caller,
                company,
                Fields.text("cardAccountId", request.cardAccountId(), LONGEST_ID),
                request.cards(),
                new CardControls.Asked(request.edit(), Boolean.TRUE.equals(request.adminUser())));
        return new RuleResponse(request.cards());
    }

    /// Which card.
    record GetRequest(
            @Schema(example = "CEKEP5GSGP", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(example = "CAA8W45", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String cardAccountId,

            @Schema(example = "EKC94AEX89", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("enkashCardId")
            String enKashCardId) {
        GetRequest {
            Fields.text("companyId", companyId, LONGEST_ID);
            Fields.text("cardAccountId", cardAccountId, LONGEST_ID);
            Fields.text("enKashCardId", enKashCardId, LONGEST_ID);
        }
    }

    /// What a card may do. A limit that is null limits nothing.
    record ControlsResponse(
            @Schema(description = "null where nobody ever changed them") @Nullable
            String createdBy,

            @Schema(example = "Jan 23, 2025 4:38:36 PM") @Nullable
            String createdOn,

            @Schema(example = "Jan 23, 2025 4:38:36 PM") @Nullable
            String modifiedOn,

            String enKashCardId,
            boolean posAllowed,
            boolean onlineAllowed,
            boolean atmAllowed,
            boolean internationalAllowed,
            boolean contactlessAllowed,
            @Nullable BigDecimal perTxnLimit,
            @Nullable BigDecimal dtd,
            @Nullable BigDecimal mtd,
            @Nullable BigDecimal ytd,
            @Nullable Long dtdCount,
            @Nullable Long mtdCount,
            @Nullable Long ytdCount,
            @Nullable BigDecimal posDailyLimit,
            @Nullable Long posDailyLimitCount,
            @Nullable BigDecimal ecomDailyLimit,
            @Nullable Long ecomDailyLimitCount,
            @Nullable BigDecimal contactlessDailyLimit,
            @Nullable Long contactlessDailyLimitCount) {
        static ControlsResponse of(String cardId, CardControls.Told told) {
            CardControlStore.Kept kept = told.kept();
            SpendControls controls = told.controls();
            Map<SpendLimit, Long> limits = controls.limits();
            return new ControlsResponse(
                    kept == null ? null : kept.createdBy(),
                    kept == null ? null : moment(kept.createdAt()),
                    kept == null ? null : moment(kept.modifiedAt()),
                    cardId,
                    controls.pos(),
                    controls.online(),
                    controls.atm(),
                    controls.international(),
                    controls.contactless(),
                    amount(controls.perTransaction()),
                    amount(limits.get(SpendLimit.DTD)),
                    amount(limits.get(SpendLimit.MTD)),
                    amount(limits.get(SpendLimit.YTD)),
                    limits.get(SpendLimit.DTD_COUNT),
                    limits.get(SpendLimit.MTD_COUNT),
                    limits.get(SpendLimit.YTD_COUNT),
                    amount(limits.get(SpendLimit.POS_DAILY)),
                    limits.get(SpendLimit.POS_DAILY_COUNT),
                    amount(limits.get(SpendLimit.ECOM_DAILY)),
                    limits.get(SpendLimit.ECOM_DAILY_COUNT),
                    amount(limits.get(SpendLimit.CONTACTLESS_DAILY)),
                    limits.get(SpendLimit.CONTACTLESS_DAILY_COUNT));
        }

        private static String moment(Instant at) {
            return MOMENT.format(at);
        }

        private static @Nullable BigDecimal amount(@Nullable Long minor) {
            return minor == null ? null : Amounts.decimal(minor);
        }
    }

    @PostMapping("/rule/get")
    @Operation(
            summary = "Get Card Limits & Controls",
            description = "What a card may do, and who said so last."
                    + " Also known as Get Card Usage Limits, Get Card Velocity Rules.")
    ControlsResponse get(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody GetRequest request) {
        PartnerHeader.read(partnerId);
        CompanyRef company = caller.requiredCompany(request.companyId());
        String cardId = Fields.text("enKashCardId", request.enKashCardId(), LONGEST_ID);
        return ControlsResponse.of(
                cardId,
                controls.of(company, Fields.text("cardAccountId", request.cardAccountId(), LONGEST_ID), cardId));
    }
}
