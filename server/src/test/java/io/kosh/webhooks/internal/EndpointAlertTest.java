package io.kosh.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A company that named an address learns of its disabled endpoint by mail.
class EndpointAlertTest {
    @Test
    void anEndpointThatFailedForDaysIsDisabledAndAMailSaysSo() {
        Shop shop = Shop.open(TestServer.shared());
        Api api = shop.fixture().api();
        api.put("/api/v1/companies/" + shop.fixture().companyId() + "/alert-mail", Map.of("email", "ops@example.com"));
        try (Receiver broken = Receiver.open()) {
            broken.answer(Receiver.Reply.status(500));
            Shop.Made endpoint = shop.endpoint(broken, "coins.*");
            shop.allocate("R1");
            shop.awaitDelivery("endpointId=" + endpoint.id(), "PENDING", 1);

            shop.post("/sandbox/clock", Map.of("advance", "P6D"), 200);
            assertThat(api.get("/sandbox/inbox").json().path("items")).isEmpty();
            shop.allocate("R2");
            shop.awaitDelivery("endpointId=" + endpoint.id(), "FAILED", 1);

            assertThat(shop.get("/api/v1/webhooks/" + endpoint.id()).text("state"))
                    .isEqualTo("DISABLED");
            Api.Reply inbox = awaitMail(api);
            assertThat(inbox.text("items.0.kind")).isEqualTo("webhook-endpoint-disabled");
            assertThat(inbox.text("items.0.to")).isEqualTo("ops@example.com");
            assertThat(inbox.text("items.0.subject")).contains(endpoint.id());
            assertThat(inbox.text("items.0.text")).contains(broken.url("/hooks"), "FAILING");
            assertThat(inbox.json().at("/items/0/otp").isNull()).isTrue();
        }
    }

    private static Api.Reply awaitMail(Api api) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        Api.Reply inbox = api.get("/sandbox/inbox");
        while (inbox.json().path("items").isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
            inbox = api.get("/sandbox/inbox");
        }
        return inbox;
    }
}
