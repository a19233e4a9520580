package io.kosh.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Orders to be paid that a merchant makes, one after another.
final class PaymentOrders {
    private final Company company;

    PaymentOrders(Company company) {
        this.company = company;
    }

    /// What a connection asks that makes orders.
    ///
    /// @param phase tells the ids of this phase from those of others
    HttpLoad.Asker making(String phase, int number) {
        Request head = company.merchantHead("/api/v0/orders");
        byte[] start = ascii("{\"orderId\":\"" + company.run() + "-" + phase + "-" + number + "-");
        byte[] end = ascii("\",\"amount\":{\"value\":100.00,\"currency\":\"INR\"},"
                + "\"returnUrl\":\"https://shop.example.com/paid\","
                + "\"customerInfo\":{\"firstName\":\"Asha\",\"lastName\":\"Rao\",\"email\":\"asha@example.com\","
                + "\"phoneNumber\":\"9600098867\"},\"customParameters\":{\"cart\":\"bench\"}}");
        return new HttpLoad.Asker() {
            private long count;

            @Override
            public void ask(ByteBuffer into) {
                head.begin(into, start.length + Request.DIGITS + end.length);
                into.put(start);
                Request.digits(into, count++);
                into.put(end);
            }

            @Override
            public int answered(int status) {
                return status == 200 ? 1 : 0;
            }
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
