package io.kosh.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.testing.TestServer;
import io.kosh.webhooks.internal.Receiver.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What leaves the log, and when.
@Tag("store")
class ForgetTest {
    private static final Duration KEPT = Duration.ofDays(30);

    private final TestServer server = TestServer.shared();
    private final Receiver receiver = Receiver.open();
    private final Shop shop = Shop.open(server);

    @AfterEach
    void close() {
        receiver.close();
    }

    private Instant now() {
        return server.bean(BusinessClock.class).now(shop.key());
    }

    private DeliveryLog at(BusinessClock clock) {
        return new DeliveryLog(
                server.bean(Database.class),
                server.bean(DeliveryStore.class),
                server.bean(DeliveryLogStore.class),
                server.bean(EndpointStore.class),
                server.bean(Outbox.class),
                server.bean(Dispatcher.class),
                server.bean(EventIds.class),
                server.bean(WebhookSettings.class),
                server.bean(CompanyRegistry.class),
                clock);
    }

    private int kept(Shop of, String table) {
        return server.bean(Database.class)
                .inCompany(
                        of.key(),
                        () -> server.bean(JdbcClient.class)
                                .sql("select count(*) from webhooks." + table + " where company_id = ?")
                                .param(of.key().value())
                                .query(Integer.class)
                                .single());
    }

    @Test
    void aDeliveryIsKeptFromItsEndOn() {
        // Not before the hour is over by itself.
        receiver.answer(new Reply(503, Map.of("Retry-After", "3600"), ""));
        shop.endpoint(receiver, "coins.allocated");
        shop.allocate("R1");
        shop.awaitDelivery("resourceId=R1", "PENDING", 1);
        Instant end = now().plus(Duration.ofDays(3));
        receiver.answer(Reply.status(200));
        shop.fire(end);
        shop.awaitDelivery("resourceId=R1", "DELIVERED", 2);
        BusinessClock real = server.bean(BusinessClock.class);
        CompanyKey own = shop.key();

        at(company -> company.equals(own) ? end.plus(KEPT).minusSeconds(60) : real.now(company))
                .forget();
        assertThat(kept(shop, "delivery")).isEqualTo(1);
        assertThat(kept(shop, "attempt")).isEqualTo(2);

        at(company -> company.equals(own) ? end.plus(KEPT).plusSeconds(60) : real.now(company))
                .forget();
        assertThat(kept(shop, "delivery")).isZero();
        assertThat(kept(shop, "attempt")).isZero();
    }

    @Test
    void aCompanyThatFailsHoldsBackNoOtherAndIsToldOf() {
        Shop good = Shop.open(server);
        for (Shop each : new Shop[] {shop, good}) {
            each.endpoint(receiver, "coins.allocated");
            each.allocate("R1");
            each.awaitDelivery("resourceId=R1", "DELIVERED", 1);
        }
        CompanyKey bad = shop.key();
        CompanyKey other = good.key();
        BusinessClock real = server.bean(BusinessClock.class);
        DeliveryLog log = at(company -> {
            if (company.equals(bad)) {
                throw new IllegalArgumentException("no time");
            }
            return company.equals(other) ? real.now(company).plus(KEPT).plusSeconds(60) : real.now(company);
        });

        assertThatIllegalStateException().isThrownBy(log::forget);

        assertThat(kept(good, "delivery")).isZero();
        assertThat(kept(shop, "delivery")).isEqualTo(1);
    }
}
