package io.kosh.gateway.internal;

import static io.kosh.gateway.internal.MerchantShop.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.BusinessClock;
import io.kosh.testing.Api.Reply;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class PaymentOrderSearchTest {
    private static final String ROUTE = "/api/v0/orders/search";

    private final MerchantShop shop = MerchantShop.fresh();

    private static List<String> ids(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        reply.json()
                .at("/payload/data")
                .forEach(row -> ids.add(row.get("merchantOrderId").asString()));
        return ids;
    }

    private List<String> found(Map<String, Object> filter) {
        return ids(shop.post(ROUTE, filter));
    }

    @Test
    void everyFilterNarrows() {
        PaymentOrder first = shop.made("A1", 10);
        shop.made("A2", 20);
        PaymentOrder third = shop.made("A3", 30);
        LocalDate today = LocalDate.ofInstant(first.createdAt(), BusinessClock.ZONE);

        assertThat(found(Map.of())).containsExactly("A3", "A2", "A1");
        assertThat(found(Map.of("orderId", first.orderId()))).containsExactly("A1");
        assertThat(found(Map.of("orderIds", List.of(first.orderId(), third.orderId()))))
                .containsExactly("A3", "A1");
        assertThat(found(Map.of("merchantOrderId", "A2"))).containsExactly("A2");
        assertThat(found(Map.of("merchantOrderIds", List.of("A2", "A3")))).containsExactly("A3", "A2");
        assertThat(found(Map.of("amountFrom", 20))).containsExactly("A3", "A2");
        assertThat(found(Map.of("amountTo", "20.00"))).containsExactly("A2", "A1");
        assertThat(found(Map.of("status", "CREATED"))).hasSize(3);
        assertThat(found(Map.of("status", List.of("PAID", "EXPIRED")))).isEmpty();
        assertThat(found(Map.of("createdFrom", today.toString(), "createdTo", today.toString())))
                .hasSize(3);
        assertThat(found(Map.of("createdTo", today.minusDays(1).toString()))).isEmpty();
        assertThat(found(Map.of("createdFrom", third.createdAt().plusMillis(1).toString())))
                .isEmpty();
        assertThat(found(Map.of("createdFrom", today + " 00:00:00"))).hasSize(3);
        assertThat(found(Map.of("phoneNumber", "9889890909"))).hasSize(3);
        assertThat(found(Map.of("email", "nobody@example.com"))).isEmpty();
    }

    @Test
    void aPageIsAPartOfWhatWasFound() {
        for (int i = 1; i <= 5; i++) {
            shop.made("A" + i, 60 - 10 * i);
        }

        Reply page = shop.post(ROUTE + "?offset=1&limit=2&orderBy=amount&direction=ASC", Map.of());

        assertThat(ids(page)).containsExactly("A4", "A3");
        assertThat(page.text("payload.recordsCount")).isEqualTo("5");
        assertThat(ids(shop.post(ROUTE + "?orderBy=created&direction=ASC&limit=1", Map.of())))
                .containsExactly("A1");
    }

    @Test
    void whatNoSearchCanMeanIsRefused() {
        refused(shop.post(ROUTE + "?limit=5001", Map.of()), 400, "limit");
        refused(shop.post(ROUTE + "?orderBy=state", Map.of()), 400, "orderBy must be");
        refused(shop.post(ROUTE, Map.of("createdFrom", "yesterday")), 400, "createdFrom must be");
        refused(shop.post(ROUTE, Map.of("status", "DONE")), 400, "status");
    }
}
