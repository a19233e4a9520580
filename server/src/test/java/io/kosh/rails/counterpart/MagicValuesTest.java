package io.kosh.rails.counterpart;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.Luhn;
import io.kosh.rails.CardRail;
import io.kosh.rails.SandboxBank.Kind;
import io.kosh.rails.counterpart.MagicValues.CardOutcome;
import io.kosh.rails.counterpart.MagicValues.Way;
import io.kosh.rails.counterpart.MagicValues.What;
import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The catalogue of what to pay with.
class MagicValuesTest {
    private static final Path GUIDE = Path.of("../docs/guides/magic-values.md");

    @Test
    void theGuideIsMadeFromTheCatalogue() throws Exception {
        String guide = MagicGuide.markdown();
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(GUIDE, guide);
        }

        assertThat(Files.readString(GUIDE))
                .as("run ./mvnw test -pl server -Dtest=MagicValuesTest -Dopenapi.write=true")
                .isEqualTo(guide);
    }

    @Test
    void everyCardHoldsAndIsKnownToTheListOfCards() {
        CardRail rail = TestServer.shared().bean(CardRail.class);
        assertThat(MagicValues.RANGES).allSatisfy(range -> {
            for (CardOutcome outcome : CardOutcome.values()) {
                String number = outcome.number(range);
                assertThat(number).hasSize(range.length());
                assertThat(Luhn.holds(number)).isTrue();
                var kind = rail.kindOf(number);
                assertThat(kind).isNotNull();
                assertThat(kind == null ? null : kind.scheme()).isEqualTo(range.scheme());
                assertThat(kind == null ? null : kind.type()).isEqualTo(range.type());
                assertThat(MagicValues.of(Kind.CARD, number, 100).what()).isEqualTo(What.CARD);
            }
        });
        assertThat(rail.kindOf("999999")).isNull();
    }

    @Test
    void whatPaysCountsBeforeHowMuch() {
        assertThat(MagicValues.of(Kind.UPI_COLLECT, "Success@Kosh", 199_02).course())
                .isEqualTo(Course.PAID);
        assertThat(MagicValues.of(Kind.UPI_COLLECT, "asha@okaxis", 199_02).course())
                .isEqualTo(Course.NO_FUNDS);
        assertThat(MagicValues.of(Kind.UPI_COLLECT, "asha@okaxis", 199_00).way())
                .isEqualTo(Way.ASKED);
        assertThat(MagicValues.of(Kind.NET_BANKING, "HDFC", 100).way()).isEqualTo(Way.ASKED);
    }

    /// The codes that payments by UPI end with, as its network tells them.
    @Test
    void everyCodeOfTheNetworkCanBeSeen() {
        assertThat(MagicValues.values().stream().map(each -> each.course().code(Kind.UPI_COLLECT)))
                .contains(
                        "00", "01", "ZA", "Z9", "Z8", "Z7", "Z6", "ZM", "U69", "U30", "U16", "U02", "U09", "RB", "B3");
        assertThat(Course.DEEMED.code(Kind.CARD)).isEqualTo("96");
    }

    @Test
    void theRouteListsThem() {
        Api.Fixture shop = Api.of(TestServer.shared()).newCompany(0);

        var listed = shop.api().get("/sandbox/magic-values/catalogue");

        assertThat(listed.status()).as(listed.body()).isEqualTo(200);
        assertThat(listed.text("otp")).isEqualTo(MagicValues.OTP);
        assertThat(listed.json().path("values").findValuesAsString("value"))
                .contains("success@kosh", "failure@kosh", "timeout@kosh", "99.01");
        assertThat(listed.json().path("cards")).hasSize(MagicValues.RANGES.size() * CardOutcome.values().length);
        assertThat(Api.of(TestServer.shared())
                        .get("/sandbox/magic-values/catalogue")
                        .status())
                .isEqualTo(401);
    }
}
