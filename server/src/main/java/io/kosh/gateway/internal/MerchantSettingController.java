package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.Profile;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// How a company is paid.
@RestController
@RequestMapping("/api/v1/gateway")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Payment gateway: settings", description = "Native: what payers see and may choose, fees, and the tax.")
final class MerchantSettingController {
    private static final int LONGEST_NAME = 80;
    private static final int MOST_ORIGINS = 20;
    private static final int MOST_ATTEMPTS = 50;
    private static final long SHORTEST_SECONDS = 60;
    private static final Duration LONGEST_LIFE = Duration.ofDays(30);
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

    private final Merchants merchants;
    private final boolean localhost;

    MerchantSettingController(Merchants merchants, Settings settings) {
        this.merchants = merchants;
        this.localhost = settings.profile() == Profile.SANDBOX;
    }

    /// All of it; what is absent becomes the usual.
    record SettingsRequest(
            @Schema(example = "Asha Books", description = "as payers read it; absent: the company's name") @Nullable
            String name,

            @Schema(example = "#1f5eff") @Nullable String colour,

            @Schema(
                    example = "[\"https://shop.example\"]",
                    description = "where the merchant's pages stand; they may embed and call the checkout. In a sandbox"
                            + " also http://localhost with a port")
            @Nullable
            List<@Nullable String> origins,

            @Schema(example = "[\"UPI\", \"CREDIT_CARD\"]", description = "absent: all of them") @Nullable
            List<@Nullable PaymentMode> modes,

            @Schema(
                    example = "USUAL",
                    description = "as what the merchant is verified for UPI, which says how much one payment may be;"
                            + " absent: USUAL")
            @Nullable
            UpiMerchant upiMerchant,

            @Schema(example = "10", description = "payments that may begin for one order") @Nullable
            Long maxAttempts,

            @Schema(example = "900", description = "an order to which nothing happens for so long expires") @Nullable
            Long idleSeconds,

            @Schema(example = "86400", description = "an order lasts so long, whatever happens") @Nullable
            Long lifeSeconds) {
        SettingsRequest {
            Fields.optionalText("name", name, LONGEST_NAME);
            if (colour != null && !COLOUR.matcher(colour).matches()) {
                throw Fields.invalid("colour", "must be # and six hexadecimal digits");
            }
            if (origins != null) {
                Fields.items("origins", origins, 0, MOST_ORIGINS);
            }
            if (modes != null) {
                Fields.items("modes", modes, 1, PaymentMode.values().length);
                modes.forEach(mode -> Fields.present("modes", mode));
            }
            Fields.optionalInteger("maxAttempts", maxAttempts, 1, MOST_ATTEMPTS);
            Fields.optionalInteger("idleSeconds", idleSeconds, SHORTEST_SECONDS, LONGEST_LIFE.toSeconds());
            Fields.optionalInteger("lifeSeconds", lifeSeconds, SHORTEST_SECONDS, LONGEST_LIFE.toSeconds());
        }

        MerchantProfile profile(boolean localhost) {
            MerchantProfile usual = MerchantProfile.usual(name == null ? "" : name);
            Duration idle = idleSeconds == null ? usual.idle() : Duration.ofSeconds(idleSeconds);
            Duration life = lifeSeconds == null ? usual.life() : Duration.ofSeconds(lifeSeconds);
            if (idle.compareTo(life) > 0) {
                throw Fields.invalid("idleSeconds", "must not be more than lifeSeconds");
            }
            return new MerchantProfile(
                    usual.name(),
                    null,
                    colour,
                    checkedOrigins(localhost),
                    offered(),
                    upiMerchant == null ? usual.upiMerchant() : upiMerchant,
                    maxAttempts == null ? usual.maxAttempts() : maxAttempts.intValue(),
                    idle,
                    life);
        }

        private List<String> checkedOrigins(boolean localhost) {
            List<String> checked = new ArrayList<>();
            if (origins != null) {
                for (int i = 0; i < origins.size(); i++) {
                    String field = "origins[" + i + "]";
                    checked.add(WebOrigin.checked(field, Fields.present(field, origins.get(i)), localhost));
                }
            }
            return checked.stream().distinct().toList();
        }

        private Set<PaymentMode> offered() {
            Set<PaymentMode> offered = EnumSet.noneOf(PaymentMode.class);
            if (modes == null) {
                return EnumSet.allOf(PaymentMode.class);
            }
            modes.forEach(mode -> offered.add(Fields.present("modes", mode)));
            return offered;
        }
    }

    record SettingsResponse(
            @Schema(example = "CEK1PU9AOO") String companyId,
            @Schema(example = "Asha Books") String name,

            @Schema(example = "#1f5eff") @Nullable String colour,

            @Schema(description = "a path on this server") @Nullable
            String logo,

            @Schema(example = "[\"https://shop.example\"]") List<String> origins,

            @Schema(example = "[\"UPI\", \"CREDIT_CARD\"]") List<PaymentMode> modes,

            UpiMerchant upiMerchant,
            @Schema(example = "10") int maxAttempts,
            @Schema(example = "900") long idleSeconds,
            @Schema(example = "86400") long lifeSeconds) {
        static SettingsResponse of(CompanyRef company, MerchantProfile profile) {
            return new SettingsResponse(
                    company.id(),
                    profile.name(),
                    profile.colour(),
                    profile.logo(),
                    profile.origins(),
                    profile.modes().stream().sorted().toList(),
                    profile.upiMerchant(),
                    profile.maxAttempts(),
                    profile.idle().toSeconds(),
                    profile.life().toSeconds());
        }
    }

    @GetMapping("/settings")
    @Operation(
            summary = "Get how a company is paid",
            description = "The checksum of the minimal view and of the form that returns to the shop has the secret of"
                    + " orders' addresses: /api/v1/webhooks/order-secrets rotates it and tells the new one.")
    SettingsResponse get(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        return SettingsResponse.of(company, merchants.profile(company.key()));
    }

    @PutMapping("/settings")
    @Operation(
            summary = "Set how a company is paid",
            description = "Replaces all of it but the logo. Orders that are there keep their end; how long they idle "
                    + "counts from the next thing that a payer does.")
    SettingsResponse put(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody SettingsRequest request) {
        CompanyRef company = caller.company(companyId);
        MerchantProfile wanted = request.profile(localhost);
        return SettingsResponse.of(company, merchants.save(company, request.name(), wanted, caller.actor()));
    }

    @PutMapping(
            path = "/logo",
            consumes = {MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE})
    @Operation(
            summary = "Set the logo",
            description = "The bytes of a PNG or a JPEG, at most 64 KiB. Anybody may see it, at an address that is its"
                    + " own.")
    SettingsResponse putLogo(
            Caller caller, @RequestParam(required = false) @Nullable String companyId, @RequestBody byte[] picture) {
        CompanyRef company = caller.company(companyId);
        return SettingsResponse.of(company, merchants.saveLogo(company, Logo.of(picture), caller.actor()));
    }

    @DeleteMapping("/logo")
    @Operation(summary = "Take the logo away")
    SettingsResponse deleteLogo(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        return SettingsResponse.of(company, merchants.saveLogo(company, null, caller.actor()));
    }
}
