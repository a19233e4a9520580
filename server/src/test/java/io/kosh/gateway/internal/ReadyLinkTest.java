package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A link that stands ready on a page is no payment before its payer chose an app: the acquirer was not told to expect
/// it, and refuses what nobody expects.
@Tag("store")
class ReadyLinkTest {
    private static final int FETCHING = 6;

    private final MerchantShop shop = MerchantShop.fresh();
    private final Api browser = Api.of(shop.server());

    @Test
    void aLinkIsPaidOnlyAfterItWasOpened() {
        PaymentOrder order = shop.made("LINK", "100.00");
        Reply links = browser.get("/pay/checkout/upi-detail/" + order.orderId());
        String payment = links.text("payload.transactionId");

        Reply early = app(links);

        assertThat(early.status()).isEqualTo(422);
        assertThat(early.body()).contains("Nobody expects a payment with this reference");
        assertThat(shop.order(order.orderId()).attempts()).isZero();

        Reply opened = open(payment);

        assertThat(opened.text("payload.transactionId")).as(opened.body()).isEqualTo(payment);
        assertThat(app(links).status()).isEqualTo(302);
        assertThat(shop.order(order.orderId()).attempts()).isEqualTo(1);
    }

    @Test
    void aLinkThatNobodyOpenedCostsWhatItCostsNow() {
        PaymentOrder order = shop.made("FEES", "100.00");
        String links = "/pay/checkout/upi-detail/" + order.orderId();
        String old = browser.get(links).text("payload.transactionId");
        assertThat(browser.get(links).text("payload.transactionId")).isEqualTo(old);
        shop.fixture()
                .api()
                .post(
                        "/api/v1/gateway/fees",
                        Map.of("sort", "SC", "mode", "UPI", "percent", "2", "source", "a letter"));

        Reply late = open(old);

        assertThat(late.status()).as(late.body()).isEqualTo(422);
        assertThat(late.body()).contains("Fees have changed since the link was made");
        assertThat(shop.order(order.orderId()).attempts()).isZero();
        Reply anew = browser.get(links);
        assertThat(anew.text("payload.upi")).contains("am=102.36");
        String payment = anew.text("payload.transactionId");
        assertThat(open(payment).status()).isEqualTo(200);
        assertThat(open(payment).status()).isEqualTo(200);
        assertThat(shop.order(order.orderId()).attempts()).isEqualTo(1);
    }

    private Reply open(String payment) {
        return browser.post("/pay/charge/intent-transaction", Map.of("transactionId", payment, "bankCode", "gpay"));
    }

    @Test
    void aCodeThatIsFetchedTwiceAtOnceIsOnePayment() throws Exception {
        for (int i = 0; i < 5; i++) {
            PaymentOrder order = shop.made("QR" + i, "100.00");
            CyclicBarrier start = new CyclicBarrier(FETCHING);
            Callable<String> fetch = () -> {
                start.await();
                return browser.get("/pay/checkout/qrcode/" + order.orderId()).text("payload.ekPayId");
            };
            Set<String> payments = new HashSet<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<String> each : threads.invokeAll(Collections.nCopies(FETCHING, fetch))) {
                    payments.add(each.get());
                }
            }

            assertThat(payments).hasSize(1);
            assertThat(shop.order(order.orderId()).attempts()).isEqualTo(1);
        }
    }

    private Reply app(Reply links) {
        String link = URLEncoder.encode(links.text("payload.upi"), StandardCharsets.UTF_8);
        return browser.get("/sandbox/upi-app?link=" + link);
    }
}
