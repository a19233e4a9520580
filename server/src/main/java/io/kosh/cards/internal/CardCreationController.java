package io.kosh.cards.internal;

import io.kosh.cards.internal.CardSearchController.CardResponse;
import io.kosh.cards.internal.NumberedCards.Draft;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Secret;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompatNotes;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// The documented call that makes a card with a number.
@RestController
@RouteFamily(Envelope.CARD)
@Tag(name = "Prepaid cards", description = "Cards with a number: prepaid, meal, fuel and gift cards.")
final class CardCreationController {
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;
    private static final int LONGEST_REMARKS = CardAccountController.LONGEST_NAME;
    private static final int MOST_DOCUMENTS = 10;

    private final NumberedCards cards;

    CardCreationController(NumberedCards cards) {
        this.cards = cards;
    }

    /// A document that shows who the holder is.
    record Document(
            @Schema(example = "PAN", description = "PAN; others are not kept") @Nullable
            String docType,

            @Schema(example = "CPNPN9977R") @Nullable String docNo) {
        @Override
        public String toString() {
            return "a document";
        }
    }

    /// A card to be made.
    record CreateRequest(
            @Schema(description = "the holder, a user of the company; absent: whoever has the mobile and email")
            @Nullable
            String userId,

            @Schema(example = "CEKEP5GSGP", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(
                    example = "CABFIPS",
                    description = "its type decides what card it is",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String cardAccountId,

            @Schema(example = "johny@example.com", description = "needed where the user has no card yet") @Nullable
            String email,

            @Schema(example = "6001098801", description = "needed where the user has no card yet") @Nullable
            String mobile,

            @Schema(example = "Mr") @Nullable String title,

            @Schema(example = "johny", description = "needed for a new holder") @Nullable
            String firstName,

            @Nullable String middleName,
            @Schema(example = "bateman") @Nullable String lastName,

            @Schema(example = "M", description = "M, F or O") @Nullable
            String gender,

            @Schema(example = "cda block") @Nullable String address,
            @Schema(example = "ab colony") @Nullable String address2,
            @Schema(example = "kota") @Nullable String city,
            @Schema(example = "Rajasthan") @Nullable String state,
            @Schema(example = "India") @Nullable String country,
            @Schema(example = "323307") @Nullable String pincode,

            @Schema(example = "false", description = "the account's own card; an account has one at most") @Nullable
            Boolean primaryEnKashCard,

            @Schema(example = "true", description = "true orders plastic, and the card is activated when it is there")
            @Nullable
            Boolean physicalCard,

            @Schema(example = "10", description = "rupees to load at once; a gift card needs them") @Nullable
            BigDecimal loadAmount,

            @Schema(example = "string") @Nullable String remarks,

            @Schema(example = "true", description = "whether plastic goes to the delivery address") @Nullable
            Boolean physicalDeliveryAddressFlag,

            @Schema(example = "test") @Nullable String deliveryAddress,
            @Schema(example = "test") @Nullable String deliveryAddress2,
            @Schema(example = "test") @Nullable String deliveryCity,
            @Schema(example = "test") @Nullable String deliveryState,
            @Schema(example = "test") @Nullable String deliveryCountry,
            @Schema(example = "323309") @Nullable String deliveryPincode,

            @Schema(example = "[{\"docType\": \"PAN\", \"docNo\": \"CPNPN9977R\"}]") @Nullable
            List<Document> documents,

            @Schema(example = "02-09-2001", description = "the day of birth, dd-MM-yyyy") @Nullable
            String specialDate) {
        private static final DateTimeFormatter DAY =
                DateTimeFormatter.ofPattern("dd-MM-uuuu").withResolverStyle(ResolverStyle.STRICT);

        CreateRequest {
            Fields.text("companyId", companyId, LONGEST_ID);
            Fields.text("cardAccountId", cardAccountId, LONGEST_ID);
            Fields.optionalText("userId", userId, LONGEST_ID);
            Holder holder = Holder.read("", "firstName", new Holder(title, firstName, gender, email, mobile));
            if (userId == null) {
                Fields.present("firstName", holder.firstName());
                Fields.present("email", holder.email());
                Fields.present("mobile", holder.mobile());
            }
            Fields.optionalText("middleName", middleName, Holder.LONGEST_NAME);
            Fields.optionalText("lastName", lastName, Holder.LONGEST_NAME);
            Fields.optionalText("remarks", remarks, LONGEST_REMARKS);
            PostalAddress.read(
                    new PostalAddress(address, address2, city, state, country, pincode), PostalAddress.Names.HOME);
            if (loadAmount != null) {
                Amounts.minor("loadAmount", loadAmount);
            }
            day(specialDate);
            pan(documents);
        }

        private static @Nullable LocalDate day(@Nullable String specialDate) {
            if (specialDate == null) {
                return null;
            }
            try {
                return LocalDate.parse(Fields.text("specialDate", specialDate, LONGEST_ID), DAY);
            } catch (DateTimeException _) {
                throw Fields.invalid("specialDate", "must be a day such as 02-09-2001");
            }
        }

        /// The number of the first PAN; what the pages do not name is not kept.
        private static @Nullable Secret<String> pan(@Nullable List<Document> documents) {
            Secret<String> pan = null;
            if (documents != null) {
                List<Document> given = Fields.items("documents", documents, 0, MOST_DOCUMENTS);
                for (int i = 0; i < given.size(); i++) {
                    String place = "documents[" + i + "]";
                    Document document = Fields.present(place, given.get(i));
                    if (!PanDocument.TYPE.equals(Fields.text(place + ".docType", document.docType(), LONGEST_ID))) {
                        CompatNotes.add(place + ": only a PAN counts, and only it is kept");
                    } else if (pan == null) {
                        pan = PanDocument.read(place + ".docNo", document.docNo());
                    }
                }
            }
            return pan;
        }

        /// Where plastic is to be sent, null for a card that is virtual.
        private @Nullable PostalAddress delivery() {
            if (!Boolean.TRUE.equals(physicalCard)) {
                return null;
            }
            PostalAddress.Names names = Boolean.TRUE.equals(physicalDeliveryAddressFlag)
                    ? PostalAddress.Names.DELIVERY
                    : PostalAddress.Names.HOME;
            PostalAddress said = switch (names) {
                case DELIVERY ->
                    new PostalAddress(
                            deliveryAddress,
                            deliveryAddress2,
                            deliveryCity,
                            deliveryState,
                            deliveryCountry,
                            deliveryPincode);
                case HOME -> home();
            };
            return PostalAddress.read(said, names).complete(names);
        }

        private PostalAddress home() {
            return new PostalAddress(address, address2, city, state, country, pincode);
        }

        Draft draft(String actor) {
            return new Draft(
                    Fields.text("cardAccountId", cardAccountId, LONGEST_ID),
                    null,
                    userId,
                    Holder.read("", "firstName", new Holder(title, firstName, gender, email, mobile)),
                    new CardDetail(middleName, lastName, day(specialDate), home(), remarks),
                    Boolean.TRUE.equals(primaryEnKashCard),
                    delivery(),
                    loadAmount == null ? null : Amounts.minor("loadAmount", loadAmount),
                    pan(documents),
                    actor);
        }

        @Override
        public String toString() {
            return "a new card";
        }
    }

    @PostMapping(
            path = "/api/v0/partner/enKashCard",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Idempotent
    @Operation(
            summary = "Create Prepaid Card, Create Card (meal, fuel), Create Gift Card",
            description =
                    "Makes a card with a number under an account of rupees, and its holder where they are new. It is "
                            + "virtual at once; plastic is ordered and activated later. A first load is part of the same "
                            + "step; a gift card needs one and takes no other."
                            + " Also known as Create Reloadable Prepaid Card, Create Non Reloadable Gift Card.")
    CardResponse create(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody CreateRequest request) {
        PartnerHeader.read(partnerId);
        CompanyRef company = caller.requiredCompany(request.companyId());
        return CardResponse.of(cards.create(company, request.draft(caller.actor())));
    }
}
