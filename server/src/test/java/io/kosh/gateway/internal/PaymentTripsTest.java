package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.gateway.OrderState;
import io.kosh.platform.MasterKey.KeyedHash;
import io.kosh.rails.SandboxAcquirer;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// What ends payments asks the database seldom, however many it ends: every trip of a transaction is
/// counted.
@Tag("store")
class PaymentTripsTest {
    private static final int MANY = 12;
    private static final String PAID =
            "\"status\": \"PAID\", \"amount\": \"100.00\", \"bankReference\": \"412345678901\"";
    private static final Counted COUNTED = new Counted();
    private static TestServer server;

    /// Keeps what each use of a connection has sent, one text a trip.
    private static final class Counted implements BeanPostProcessor {
        private final Queue<List<String>> transactions = new ConcurrentLinkedQueue<>();

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (!(bean instanceof DataSource source) || !name.equals("dataSource")) {
                return bean;
            }
            return proxy(DataSource.class, (_, method, arguments) -> {
                Object made = call(source, method, arguments);
                return made instanceof Connection connection ? counted(connection) : made;
            });
        }

        private Connection counted(Connection connection) {
            List<String> sent = new ArrayList<>();
            return proxy(Connection.class, (_, method, arguments) -> {
                switch (method.getName()) {
                    case "close" -> transactions.add(List.copyOf(sent));
                    case "commit" -> {
                        // Where the last trip took it along, the driver knows that nothing is open.
                        if (!sent.isEmpty() && !sent.getLast().endsWith("commit")) {
                            sent.add("commit");
                        }
                    }
                    default -> {}
                }
                Object made = call(connection, method, arguments);
                return made instanceof PreparedStatement statement
                        ? counted(statement, (String) arguments[0], sent)
                        : made;
            });
        }

        private static PreparedStatement counted(PreparedStatement statement, String sql, List<String> sent) {
            return proxy(PreparedStatement.class, (_, method, arguments) -> {
                if (method.getName().startsWith("execute")) {
                    sent.add(sql);
                }
                return call(statement, method, arguments);
            });
        }

        private static <T> T proxy(Class<T> type, InvocationHandler handler) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
        }

        private static @Nullable Object call(Object on, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(on, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        /// The batches that moved payments. Whether anybody listens is believed for a second, and that look
        /// left out.
        List<List<String>> batches() {
            return transactions.stream()
                    .filter(each -> !each.isEmpty() && each.getFirst().contains("locked_payment"))
                    .map(each -> each.stream()
                            .filter(sql -> !sql.startsWith("select company from webhooks.endpoint"))
                            .toList())
                    .toList();
        }
    }

    @BeforeAll
    static void start() {
        server = TestServer.start(BeanPostProcessor.class, COUNTED, Map.of("kosh.payments.look", "1h"));
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    private final MerchantShop shop = merchant();
    private int made;
    private @Nullable String notifyUrl;

    private static MerchantShop merchant() {
        return MerchantShop.of(server);
    }

    /// What is kept in memory is there after the first time, and the accounts are opened.
    @BeforeEach
    void aPaymentThatIsPaid() {
        assertThat(told(waiting(), PAID).status()).isEqualTo(200);
        COUNTED.transactions.clear();
    }

    private record Waiting(PaymentOrder order, String payment) {}

    private Waiting waiting() {
        Map<String, Object> body = new HashMap<>(MerchantShop.order("TRIP" + ++made, "100.00"));
        if (notifyUrl != null) {
            body.put("notifyUrl", notifyUrl);
        }
        PaymentOrder order = shop.order(shop.create(body).text("payload.orderId"));
        String payment = shop.post(
                        "/api/v0/payment/submit",
                        Map.of(
                                "orderId",
                                order.orderId(),
                                "paymentDetail",
                                Map.of("paymentMode", "UPI", "vpa", "pending@kosh")))
                .text("payload.transactionId");
        return new Waiting(order, payment);
    }

    private Reply told(Waiting of, String about) {
        return told(shop.fixture().companyId(), of.payment(), about);
    }

    /// Tells what the acquirer would.
    private static Reply told(String merchant, String reference, String about) {
        String body = """
                {"event": "evt_1", "type": "payment", "merchant": "%s",
                 "payment": {"id": "AP1", "reference": "%s", %s}}""".formatted(merchant, reference, about);
        long second = Clock.systemUTC().instant().getEpochSecond();
        String secret = server.bean(SandboxAcquirer.class).callbackSecret().value();
        String signature = HexFormat.of()
                .formatHex(
                        KeyedHash.under(secret.getBytes(StandardCharsets.UTF_8)).of(second + "." + body));
        return Api.of(server)
                .send(HttpRequest.newBuilder(server.uri("/rails/acquirer/callbacks"))
                        .header("Content-Type", "application/json")
                        .header("Acquirer-Signature", "t=" + second + ",v1=" + signature)
                        .POST(BodyPublishers.ofString(body)));
    }

    private List<Waiting> manyTold(String about) throws Exception {
        List<Waiting> waiting = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            waiting.add(waiting());
        }
        COUNTED.transactions.clear();
        List<Callable<Reply>> telling = waiting.stream()
                .<Callable<Reply>>map(each -> () -> told(each, about))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reply> each : threads.invokeAll(telling)) {
                assertThat(each.get().status()).isEqualTo(200);
            }
        }
        return waiting;
    }

    private static int statements(List<String> trips) {
        return trips.stream().mapToInt(each -> each.split(";\n", -1).length).sum();
    }

    @Test
    void callbacksThatPayAreThreeTripsABatchAndNothingBefore() throws Exception {
        List<Waiting> paid = manyTold(PAID);

        assertThat(paid)
                .extracting(each -> shop.order(each.order().orderId()).state())
                .containsOnly(OrderState.PAID);
        assertThat(COUNTED.batches()).isNotEmpty().allSatisfy(batch -> {
            assertThat(batch).hasSize(3);
            assertThat(batch.get(1)).contains("into ledger.source", "from ledger.account");
            assertThat(batch.getLast())
                    .contains("update gateway.payment ", "update gateway.payment_order ", "into ledger.transfer")
                    .endsWith("commit");
            assertThat(statements(batch)).isLessThanOrEqualTo(13);
        });
        assertThat(COUNTED.transactions.stream().flatMap(List::stream))
                .as("looked up before the batch")
                .noneMatch(sql -> sql.contains("from platform.public_id")
                        || sql.contains("from identity.company where public_id"));
    }

    @Test
    void whatOrdersAndEndpointsAreToldIsWrittenInTheSameTrips() throws Exception {
        String hook = shop.fixture()
                .api()
                .post("/sandbox/hooks", Map.of("label", "orders"))
                .text("hookId");
        notifyUrl = server.uri("/sandbox/hooks/" + hook).toString();
        manyTold(PAID);
        assertToldInThreeTrips();
        assertThat(successesTold()).as("to the addresses of orders").isEqualTo(MANY);

        Reply endpoint =
                shop.fixture().api().post("/api/v1/webhooks", Map.of("url", notifyUrl, "events", List.of("payment.*")));
        assertThat(endpoint.status()).as(endpoint.body()).isEqualTo(201);
        manyTold(PAID);
        assertToldInThreeTrips();
        assertThat(successesTold()).as("and to the endpoint").isEqualTo(3 * MANY);
    }

    private static void assertToldInThreeTrips() {
        assertThat(COUNTED.batches()).isNotEmpty().allSatisfy(batch -> {
            assertThat(batch).hasSize(3);
            assertThat(batch.getLast()).contains("into webhooks.delivery").endsWith("commit");
            assertThat(statements(batch)).isLessThanOrEqualTo(15);
        });
    }

    private long successesTold() {
        return shop.count("select count(*) from webhooks.delivery where company_id = ? and type = 'payment.succeeded'");
    }

    @Test
    void callbacksThatDeclineAreThreeTripsABatch() throws Exception {
        List<Waiting> declined =
                manyTold("\"status\": \"DECLINED\", \"code\": \"U30\", \"message\": \"The bank declined it.\"");

        assertThat(declined)
                .extracting(each -> shop.order(each.order().orderId()))
                .allSatisfy(order -> {
                    assertThat(order.state()).isEqualTo(OrderState.ATTEMPTED);
                    assertThat(order.idleAt()).as("idles again").isBefore(order.endsAt());
                });
        assertThat(COUNTED.batches()).isNotEmpty().allSatisfy(batch -> {
            assertThat(batch).hasSize(3);
            assertThat(batch.get(1)).contains("from gateway.merchant");
            assertThat(batch.getLast()).contains("update gateway.payment ").endsWith("commit");
            assertThat(statements(batch)).isLessThanOrEqualTo(8);
        });
    }

    @Test
    void nobodyIsToldOfAnothersPayment() {
        Waiting mine = waiting();
        MerchantShop neighbour = merchant();
        long moves = moves();

        Reply other = told(neighbour.fixture().companyId(), mine.payment(), PAID);
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.body()).contains("CALLBACK_OTHER_MERCHANT");
        Reply stranger = told("CENOBODY00", mine.payment(), PAID);
        assertThat(stranger.status()).isEqualTo(403);
        Reply unknown = told(shop.fixture().companyId(), "TXNOTHERE0000000", PAID);
        assertThat(unknown.status()).isEqualTo(404);

        assertThat(shop.order(mine.order().orderId()).state()).isEqualTo(OrderState.ATTEMPTED);
        assertThat(moves()).as("moves").isEqualTo(moves);
        Reply log = neighbour.fixture().api().get("/sandbox/events?limit=200");
        assertThat(log.status()).isEqualTo(200);
        assertThat(log.body()).doesNotContain(mine.payment());
        assertThat(told(mine, PAID).status()).as("told to the right one").isEqualTo(200);
        assertThat(shop.order(mine.order().orderId()).state()).isEqualTo(OrderState.PAID);
    }

    private long moves() {
        return shop.count("select count(*) from gateway.payment_move where company_id = ?");
    }

    @Test
    void whatIsToldAgainChangesNothingAndIsOneTripAndTheCommit() {
        Waiting payment = waiting();
        told(payment, PAID);
        COUNTED.transactions.clear();

        assertThat(told(payment, PAID).status()).isEqualTo(200);

        assertThat(COUNTED.batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch).hasSize(2).last().isEqualTo("commit"));
    }
}
