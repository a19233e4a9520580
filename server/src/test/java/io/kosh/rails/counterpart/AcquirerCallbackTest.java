package io.kosh.rails.counterpart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kosh.platform.PublicIds;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailPayment;
import io.kosh.rails.UpiRail;
import io.kosh.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.function.SingletonSupplier;

/// What is believed of callbacks.
class AcquirerCallbackTest {
    private static final Supplier<Till> TILL = SingletonSupplier.of(() -> Till.on(TestDatabase.migrated()));

    private final Till till = TILL.get().another();
    private String reference = "";

    @AfterAll
    static void stop() {
        TILL.get().server().stop();
    }

    @BeforeEach
    void aPayment() {
        reference = till.reference(PublicIds.Kind.PAYMENT);
    }

    private static Instant now() {
        return Clock.systemUTC().instant();
    }

    private String body(String merchant, String of) {
        return """
                {"event": "evt_1", "type": "payment", "merchant": "%s",
                 "payment": {"id": "AP1", "reference": "%s", "status": "PAID", "amount": "100.00", "bankReference": "412345678901"}}""".formatted(merchant, of);
    }

    private String body() {
        return body(till.shop().companyId(), reference);
    }

    @Test
    void whatIsSignedIsTakenAndMayComeAgain() {
        for (int i = 0; i < 2; i++) {
            var answer = till.tell(body(), now(), till.secret());
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().path("understood").asBoolean()).isTrue();
        }
        assertThat(till.heard().of(reference)).containsExactly("Paid", "Paid");
    }

    @Test
    void aForgedSignatureIsRefused() {
        assertThat(till.tell(body(), now(), "guessed").status()).isEqualTo(401);
        assertThat(till.tell(body(), "").status()).isEqualTo(401);
        assertThat(till.tell(body(), "t=1,v1=" + "0".repeat(64)).status()).isEqualTo(401);
        assertThat(till.tell(body(), "t=9999999999999,v1=x").text("title")).isEqualTo("CALLBACK_SIGNATURE_INVALID");
        assertThat(till.heard().of(reference)).isEmpty();
    }

    @Test
    void aStaleSignatureIsRefused() {
        assertThat(till.tell(body(), now().minus(Duration.ofMinutes(6)), till.secret())
                        .text("title"))
                .isEqualTo("CALLBACK_STALE");
        assertThat(till.tell(body(), now().plus(Duration.ofMinutes(6)), till.secret())
                        .status())
                .isEqualTo(401);
        assertThat(till.tell(body(), now().minus(Duration.ofMinutes(4)), till.secret())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anotherMerchantsPaymentIsRefused() {
        String other = till.another().shop().companyId();
        assertThat(till.tell(body(other, reference), now(), till.secret()).status())
                .isEqualTo(403);
        assertThat(till.tell(body("CEK0000000", reference), now(), till.secret())
                        .status())
                .isEqualTo(403);
        assertThat(till.tell(body(till.shop().companyId(), "EK0"), now(), till.secret())
                        .status())
                .isEqualTo(404);
        assertThat(till.heard().of(reference)).isEmpty();
    }

    @Test
    void whatIsNotUnderstoodEndsNothing() {
        String odd = body().replace("PAID", "SETTLING");

        var answer = till.tell(odd, now(), till.secret());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("understood").asBoolean(true)).isFalse();
        assertThat(till.tell("[]", now(), till.secret()).status()).isEqualTo(400);
        assertThat(till.tell("x".repeat(100_000), now(), till.secret()).status())
                .isEqualTo(401);
        assertThat(till.heard().of(reference)).isEmpty();
    }

    @Test
    void aRestartForgetsNothing() {
        var database = TestDatabase.migrated();
        Till before = Till.on(database);
        RailPayment payment = before.payment(100_00);
        before.server().bean(UpiRail.class).collect(payment, "slow@kosh");
        before.server().stop();

        Till after = Till.on(database);
        try {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(after.heard().of(payment.reference())).containsExactly("Paid"));
            assertThat(after.server().bean(UpiRail.class).find(payment.company(), payment.reference()))
                    .isInstanceOf(RailAnswer.Paid.class);
        } finally {
            after.server().stop();
        }
    }
}
