package io.kosh.rails.connectors.acquirer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.rails.CardRail.OtpAnswer;
import io.kosh.rails.CardRail.PayingCard;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailAnswer.NextStep;
import io.kosh.rails.RailPayment;
import io.kosh.rails.RefundAnswer;
import io.kosh.rails.UpiRail.VpaAnswer;
import io.kosh.rails.connectors.acquirer.AcquirerWire.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What is heard in an acquirer's words, and what is not.
class AcquirerWireTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration SOON = Duration.ofSeconds(7);

    private static Reply reply(int status, String body) {
        return new Reply(status, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), SOON);
    }

    private static RailAnswer payment(int status, String body) {
        return AcquirerWire.payment(JSON, reply(status, body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {'id':'A','status':'SUCCESSFUL'}",
                "200 | {'id':'A','status':'FAILED'}",
                "200 | {'id':'A'}",
                "200 | {'status':'PAID'}",
                "200 | {'id':'A','status':'PAID','amount':'a lot'}",
                "200 | {'id':'A','status':'PAID','amount':'-100.00'}",
                "200 | {'id':'A','status':'PAID','amount':'1.005'}",
                "200 | {'id':'A','status':'PAID','amount':'1,000.00'}",
                "200 | {'id':'A','status':'PAID','amount':'0.00'}",
                "200 | {'id':'A','status':'PAID','amount':'0'}",
                "200 | {'id':'A','status':'PENDING','next':{'type':'DANCE'}}",
                "200 | {'id':'A','status':'PENDING','next':{'type':'VISIT','url':'javascript:alert(1)'}}",
                "200 | <html>PAID</html>",
                "200 | ['PAID']",
                "404 | <html>Not found</html>",
                "200 | {'status':'PAID','id':'A'}",
                "200 | {'status':'PAID','id':'A','amount':''}",
                "404 | {'status':'PAID','id':'A','amount':'1.00'}",
                "422 | {'status':'PAID','id':'A','amount':'1.00'}",
                "500 | {'status':'DECLINED','code':'ZA'}",
                "502 | {}",
                "302 | {'id':'A','status':'PAID','amount':'1.00'}",
                "429 | {}",
                "503 | {}"
            })
    void whatIsNotUnderstoodEndsNoPayment(int status, String body) {
        assertThat(payment(status, body)).isEqualTo(new RailAnswer.Unheard("HTTP_" + status, SOON));
    }

    @Test
    void eachWordIsHeard() {
        assertThat(payment(
                        201, "{'id':'A','status':'PAID','bankReference':'412345678901','payer':'a@b','amount':'1000'}"))
                .isEqualTo(new RailAnswer.Paid("A", "412345678901", "a@b", 1000_00));
        assertThat(payment(200, "{'id':'A','status':'PAID','bankReference':'4','amount':'100.50'}"))
                .isEqualTo(new RailAnswer.Paid("A", "4", null, 10_050L));
        assertThat(payment(200, "{'id':'A','status':'AUTHORISED'}")).isEqualTo(new RailAnswer.Authorised("A"));
        assertThat(payment(200, "{'id':'A','status':'PENDING','askAgainInSeconds':3}"))
                .isEqualTo(new RailAnswer.Waiting("A", new NextStep.Await(), Duration.ofSeconds(3)));
        assertThat(payment(200, "{'id':'A','status':'PENDING','next':{'type':'VISIT','url':'https://bank.example/x'}}"))
                .isEqualTo(new RailAnswer.Waiting("A", new NextStep.Visit(URI.create("https://bank.example/x")), SOON));
        assertThat(payment(200, "{'id':'A','status':'PENDING','next':{'type':'OTP','sentTo':'xx10'}}"))
                .isEqualTo(new RailAnswer.Waiting("A", new NextStep.GiveOtp("xx10"), SOON));
        assertThat(payment(422, "{'status':'DECLINED','code':'Z9','message':'No funds.'}"))
                .isEqualTo(new RailAnswer.Declined("Z9", "No funds."));
        assertThat(payment(404, "{'status':'UNKNOWN'}")).isEqualTo(new RailAnswer.Unknown());
    }

    @Test
    void aCodeIsTakenOrNot() {
        assertThat(AcquirerWire.otp(JSON, reply(422, "{'status':'WRONG_OTP','triesLeft':2}")))
                .isEqualTo(new OtpAnswer.Wrong(2));
        assertThat(AcquirerWire.otp(JSON, reply(409, "{'status':'NOT_AWAITED','code':'ENDED'}")))
                .isEqualTo(new OtpAnswer.NotAwaited("ENDED"));
        assertThat(AcquirerWire.otp(JSON, reply(200, "{'status':'PAID','id':'A','amount':'1.05'}")))
                .isEqualTo(new OtpAnswer.Taken(new RailAnswer.Paid("A", "", null, 1_05)));
        assertThat(AcquirerWire.otp(JSON, reply(502, "{'status':'PAID','id':'A','amount':'1.05'}")))
                .isEqualTo(new OtpAnswer.Unheard("HTTP_502"));
    }

    @Test
    void refundsAndVpasAreHeardInTheirOwnWords() {
        assertThat(AcquirerWire.refund(JSON, reply(200, "{'id':'R','status':'REFUNDED','bankReference':'1'}")))
                .isEqualTo(new RefundAnswer.Refunded("R", "1"));
        assertThat(AcquirerWire.refund(JSON, reply(201, "{'id':'R','status':'PROCESSING'}")))
                .isEqualTo(new RefundAnswer.Working("R", SOON));
        assertThat(AcquirerWire.refund(JSON, reply(200, "{'id':'R','status':'DONE'}")))
                .isEqualTo(new RefundAnswer.Unheard("HTTP_200", SOON));
        assertThat(AcquirerWire.vpa(JSON, reply(404, "{'status':'NO_SUCH'}"))).isEqualTo(new VpaAnswer.NoSuch());
        assertThat(AcquirerWire.vpa(JSON, reply(404, "nothing"))).isEqualTo(new VpaAnswer.Unheard("HTTP_404"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "[]",
                "{}",
                "{'event':'e','type':'payment'}",
                "{'event':'e','type':'mandate','mandate':{'reference':'EK1'}}",
                "{'type':'payment','payment':{'reference':'EK1'}}"
            })
    void whatIsNoCallbackIsNone(String body) {
        assertThat(AcquirerWire.told(JSON, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))
                .isNull();
    }

    @Test
    void noCardIsPrintedByAccident() {
        PayingCard card = new PayingCard(
                new Secret<>("4111111111111111"), YearMonth.of(2030, 1), new Secret<>("737"), "Asha Rao");
        var method = AcquirerWire.Method.card(card);
        RailPayment payment = new RailPayment(
                new CompanyKey(1), "CEK0000001", "EK1", 12_345, "Shop", "Tea", Instant.EPOCH, null, null);
        var sent = AcquirerWire.Payment.of(payment, Duration.ofMinutes(5), method);

        assertThat(JSON.writeValueAsString(sent))
                .contains("4111111111111111", "\"123.45\"", "\"expiresInSeconds\":300");
        assertThat(sent + " " + method + " " + method.card() + " " + new AcquirerWire.Otp("123456") + " " + card)
                .doesNotContain("4111", "737", "123456");
    }
}
