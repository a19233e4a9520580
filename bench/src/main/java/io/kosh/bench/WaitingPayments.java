package io.kosh.bench;

import io.kosh.platform.MasterKey;
import io.kosh.platform.MasterKey.KeyedHash;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/// Payments that wait in a payer's UPI app, each of an order of its own, until the acquirer tells that they were paid.
final class WaitingPayments {
    private static final int MAKERS = 32;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Company company;
    private final URI base;
    private final KeyedHash signing;
    private final List<String> waiting;
    private int told;

    private WaitingPayments(Company company, URI base, KeyedHash signing, List<String> waiting) {
        this.company = company;
        this.base = base;
        this.signing = signing;
        this.waiting = waiting;
    }

    /// Makes so many by the documented routes, many at the same time.
    ///
    /// @param key the sandbox's acquirer signs with a key that comes from it
    static WaitingPayments make(Company company, URI base, MasterKey key, int count) throws Exception {
        String secret = HexFormat.of()
                .formatHex(key.keyedHash("rails/sample-acquirer-port").of("callbacks"));
        List<String> waiting = Collections.synchronizedList(new ArrayList<>(count));
        AtomicInteger left = new AtomicInteger(count);
        List<Future<Boolean>> makers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < MAKERS; i++) {
                makers.add(executor.submit(() -> {
                    try (HttpConnection shop = company.merchant()) {
                        for (int number = left.getAndDecrement(); number > 0; number = left.getAndDecrement()) {
                            waiting.add(one(shop, company.run() + "-w" + number));
                        }
                    }
                    return true;
                }));
            }
        }
        for (Future<Boolean> maker : makers) {
            try {
                maker.get();
            } catch (ExecutionException e) {
                throw new BenchFailure("The payments could not be made: " + e.getCause());
            }
        }
        return new WaitingPayments(
                company, base, KeyedHash.under(secret.getBytes(StandardCharsets.UTF_8)), List.copyOf(waiting));
    }

    private static String one(HttpConnection shop, String id) throws IOException {
        String order = Company.good(shop.post(
                        "/api/v0/orders",
                        JSON.writeValueAsString(Map.of(
                                "orderId",
                                id,
                                "amount",
                                Map.of("value", 100, "currency", "INR"),
                                "returnUrl",
                                "https://shop.example.com/paid",
                                "customerInfo",
                                Map.of("firstName", "Asha", "phoneNumber", "9600098867")))))
                .at("/payload/orderId")
                .asString();
        return Company.good(shop.post(
                        "/api/v0/payment/submit",
                        JSON.writeValueAsString(Map.of(
                                "orderId",
                                order,
                                "paymentDetail",
                                Map.of("paymentMode", "UPI", "vpa", "asha@okbank")))))
                .at("/payload/transactionId")
                .asString();
    }

    /// How many nobody has told of yet.
    int left() {
        return waiting.size() - told;
    }

    /// What every connection asks: that the next payment was paid. Only what comes for the first time counts. One
    /// thread drives all connections.
    HttpLoad.Asker telling() {
        return new HttpLoad.Asker() {
            private boolean first;

            @Override
            public void ask(ByteBuffer into) {
                first = told < waiting.size();
                into.put(callback(waiting.get(first ? told : waiting.size() - 1)));
                told += first ? 1 : 0;
            }

            @Override
            public int answered(int status) {
                return status == 200 && first ? 1 : 0;
            }
        };
    }

    private byte[] callback(String reference) {
        String body = "{\"event\":\"evt_" + reference + "\",\"type\":\"payment\",\"merchant\":\"" + company.id()
                + "\",\"payment\":{\"id\":\"AP" + reference + "\",\"reference\":\"" + reference
                + "\",\"status\":\"PAID\",\"bankReference\":\"412345678901\"}}";
        String second = Long.toString(Clock.systemUTC().instant().getEpochSecond());
        String request = "POST /rails/acquirer/callbacks HTTP/1.1\r\nHost: " + base.getAuthority()
                + "\r\nAcquirer-Signature: t=" + second + ",v1="
                + HexFormat.of().formatHex(signing.of(second + "." + body))
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        return request.getBytes(StandardCharsets.US_ASCII);
    }
}
