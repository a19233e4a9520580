package io.kosh.rails.counterpart;

import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.rails.CardKind;
import io.kosh.rails.CardKind.Scheme;
import io.kosh.rails.counterpart.MagicValues.CardOutcome;
import io.kosh.rails.counterpart.MagicValues.Magic;
import io.kosh.rails.counterpart.MagicValues.What;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What to pay with in a sandbox to see each ending.
@RestController
@OnlyInSandbox
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Sandbox", description = "Time, scenarios, catchers, logs and state to try with. Not there in live.")
final class MagicController {

    record ValueView(
            What what,
            @Schema(example = "success@kosh") String value,
            String meaning,

            @Schema(description = "of UPI, and of everything else, where the payment fails", example = "Z9 / 51")
            String code) {
        static ValueView of(Magic magic) {
            return new ValueView(
                    magic.what(), magic.value(), magic.means(), magic.course().codes());
        }
    }

    record CardView(
            @Schema(example = "4111110001000004") String number,
            Scheme scheme,
            CardKind.Type type,
            CardOutcome outcome,
            String meaning) {
        static List<CardView> all() {
            return MagicValues.RANGES.stream()
                    .flatMap(range -> Arrays.stream(CardOutcome.values())
                            .map(each -> new CardView(
                                    each.number(range), range.scheme(), range.type(), each, each.meaning())))
                    .toList();
        }
    }

    record Catalogue(
            @Schema(description = "the code that every bank sends", example = "123456")
            String otp,

            List<ValueView> values,

            @Schema(description = "what the end of a refund's amount means")
            Map<String, String> refunds,

            List<CardView> cards) {}

    @GetMapping("/sandbox/magic-values/catalogue")
    @Operation(
            summary = "List what to pay with",
            description =
                    "VPAs, cards, banks, wallets and amounts by which the sandbox's acquirer knows which ending of"
                            + " a payment or refund somebody wants to see. With anything else the payer decides on the bank's"
                            + " page.")
    Catalogue catalogue() {
        return new Catalogue(
                MagicValues.OTP,
                MagicValues.values().stream().map(ValueView::of).toList(),
                MagicValues.refunds(),
                CardView.all());
    }
}
