package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kosh.platform.RequestContext;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What thousands of pages ask every few seconds reads little: every statement of a request is counted.
@Tag("store")
class PollTest {
    private static final Counted COUNTED = new Counted();
    private static TestServer server;

    /// Keeps the statements of each request.
    private static final class Counted implements BeanPostProcessor {
        private final Map<String, List<String>> statements = new ConcurrentHashMap<>();

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (!(bean instanceof JdbcClient client)) {
                return bean;
            }
            return Proxy.newProxyInstance(
                    JdbcClient.class.getClassLoader(), new Class<?>[] {JdbcClient.class}, (_, method, arguments) -> {
                        if (method.getName().equals("sql") && RequestContext.isBound()) {
                            statements
                                    .computeIfAbsent(RequestContext.current().requestId(), _ -> new ArrayList<>())
                                    .add((String) arguments[0]);
                        }
                        try {
                            return method.invoke(client, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        List<String> of(Reply reply) {
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            return statements.getOrDefault(reply.header("X-Request-Id"), List.of());
        }
    }

    @BeforeAll
    static void start() {
        server = TestServer.start(BeanPostProcessor.class, COUNTED, Map.of());
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @Test
    void aPollIsFewStatements() {
        MerchantShop shop = MerchantShop.of(server);
        PaymentOrder order = shop.made("POLLED", "100.00");
        String payment = begun(shop, order, "pending@kosh");
        Api browser = Api.of(server);
        // What is kept in memory is there after the first time.
        browser.get("/pay/checkout/status/upi/" + payment);
        browser.get("/api/v0/transactions/" + payment + "/minimal");

        Reply status = browser.get("/pay/checkout/status/upi/" + payment);
        Reply minimal = browser.get("/api/v0/transactions/" + payment + "/minimal");

        assertThat(status.text("payload.status")).isEqualTo("PROCESS");
        assertThat(minimal.text("payload.orderStatus")).isEqualTo("ATTEMPTED");
        assertThat(COUNTED.of(status)).isNotEmpty().hasSizeLessThanOrEqualTo(4);
        assertThat(COUNTED.of(minimal)).isNotEmpty().hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void anOrderIsToldByThePaymentThatMayStillPayIt() {
        MerchantShop shop = MerchantShop.of(server);
        PaymentOrder order = shop.made("OPEN-STILL", "100.00");
        String open = begun(shop, order, "pending@kosh");
        String lost = begun(shop, order, "failure@kosh");
        Api browser = Api.of(server);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(status(browser, lost)).isEqualTo("FAILED"));

        assertThat(status(browser, open)).isEqualTo("PROCESS");
        assertThat(status(browser, order.orderId())).isEqualTo("PROCESS");
    }

    private static String status(Api browser, String id) {
        return browser.get("/pay/checkout/status/upi/" + id).text("payload.status");
    }

    private static String begun(MerchantShop shop, PaymentOrder order, String vpa) {
        return shop.post(
                        "/api/v0/payment/submit",
                        Map.of("orderId", order.orderId(), "paymentDetail", Map.of("paymentMode", "UPI", "vpa", vpa)))
                .text("payload.transactionId");
    }
}
