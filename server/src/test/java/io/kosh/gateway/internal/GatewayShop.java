package io.kosh.gateway.internal;

import io.kosh.gateway.Checkout.Choice;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.internal.PaymentOrder.Customer;
import io.kosh.gateway.internal.PaymentOrder.Terms;
import io.kosh.gateway.internal.PaymentOrderMoves.Changed;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Ledger;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.rails.RailAnswer;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A merchant of a test, on a server whose rails answer as the test says.
final class GatewayShop {
    static final FakeRails RAILS = new FakeRails();
    static final long AMOUNT = 100_00;

    /// Started by the first test that needs it.
    private static final class Shared {
        // What is due is run by the tests themselves.
        static final TestServer SERVER = TestServer.start(FakeRails.class, RAILS, Map.of("kosh.payments.look", "1h"));
    }

    final TestServer server = Shared.SERVER;
    final Fixture fixture = Api.of(server).newCompany(0);
    final CompanyKey company = fixture.company().key();
    final Database database = server.bean(Database.class);
    final PaymentReports reports = server.bean(PaymentReports.class);
    final Payments payments = server.bean(Payments.class);
    final AttemptStore store = server.bean(AttemptStore.class);
    private final PaymentOrderStore orders = server.bean(PaymentOrderStore.class);
    private int made;

    String accessKey() {
        return fixture.client().clientId();
    }

    Instant now() {
        return server.bean(BusinessClock.class).now(company);
    }

    PaymentOrder order() {
        made++;
        return order("TEST" + made);
    }

    PaymentOrder order(String merchantOrderId) {
        return server.bean(PaymentOrders.class)
                .create(
                        company,
                        new OrderDraft(
                                merchantOrderId,
                                accessKey(),
                                AMOUNT,
                                new Terms(null, null, null, Map.of("table", "7"), null, Map.of()),
                                new Customer("Asha", "Rao", null, null, null),
                                "test",
                                null));
    }

    /// Begins a payment of an order by UPI.
    Attempt pay(PaymentOrder order, String vpa) {
        return payments.start(company, order, start(vpa)).payment();
    }

    static Payments.Start start(String vpa) {
        return new Payments.Start(new Choice.Vpa(vpa), false, Told.PAYER, null);
    }

    OrderPayment told(Attempt payment, RailAnswer answer) {
        return reports.tell(company, payment.paymentId(), new Told.ByRail("fake", answer), null);
    }

    PaymentOrder find(PaymentOrder order) {
        return database.inCompany(
                company, () -> orders.findAll(company, List.of(order.key())).getFirst());
    }

    List<Attempt> attempts(PaymentOrder order) {
        return database.inCompany(company, () -> store.ofOrder(company, order.key()));
    }

    /// Moves an order as its expiry, or a payer, does.
    void move(PaymentOrder order, OrderState to) {
        database.inCompany(company, () -> {
            PaymentOrder locked = orders.lockAll(company, List.of(order.key())).getFirst();
            server.bean(PaymentOrderMoves.class)
                    .save(company, List.of(Changed.of(locked, locked.in(to, now()), "test", null)));
            return true;
        });
    }

    /// Runs a kind of due work as if so much time had passed.
    List<DueWork.Fired> runDue(String name, Duration after) {
        return server.beans(DueWork.class).stream()
                .filter(work -> work.name().equals(name))
                .findFirst()
                .orElseThrow()
                .run(company, now().plus(after), 100);
    }

    long balance(AccountRef account) {
        return database.inCompany(
                company,
                () -> server.bean(Ledger.class).accounts(company, List.of(account)).stream()
                        .mapToLong(AccountView::balance)
                        .sum());
    }
}
