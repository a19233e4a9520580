package io.kosh.bench;

import io.kosh.bench.Company.Books;
import io.kosh.bench.Load.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The server in a process of its own, a company in it, and plain SQL on the server's PostgreSQL. What several phases
/// need is measured once.
final class HttpSide implements AutoCloseable {
    /// Connections of the bars about single calls.
    static final List<Integer> MANY = List.of(64, 128, 256, 512);
    private static final List<Integer> FEW = List.of(1, 8);
    private static final int HEAT_CONNECTIONS = 128;
    private static final int BULK = 100;
    private static final int BULK_CONNECTIONS = 32;
    private static final List<Integer> SQL_CONNECTIONS = List.of(1, 8, 32, 64);
    /// Nobody asks for payments that wait while callbacks are measured: in life they do not come all at once.
    private static final Map<String, String> SETTINGS = Map.of("KOSH_PAYMENTS_PAUSES", "1h");
    /// The cheapest answers that need no token, the first that the server knows.
    private static final List<String> CONSTANTS = List.of("/api/v1/version", "/actuator/health/liveness");

    private final Server server;
    private final PostgresFacts facts;
    private final Company company;
    private final BarOptions options;
    private final HttpLoad http;
    private final AtomicInteger phases = new AtomicInteger();
    private final Map<Integer, Result> allocations = new TreeMap<>();
    private final Map<Integer, Result> pings = new TreeMap<>();
    private final Map<Integer, Result> plain = new TreeMap<>();
    private @Nullable CardHolders cardHolders;

    private HttpSide(Server server, PostgresFacts facts, Company company, BarOptions options) {
        this.server = server;
        this.facts = facts;
        this.company = company;
        this.options = options;
        this.http = new HttpLoad(server.base(), options.longestWarmUp(), options.measured());
    }

    static HttpSide start(BarOptions options) throws Exception {
        return start(options, SETTINGS);
    }

    /// @param environment variables of the server beside those of this process
    static HttpSide start(BarOptions options, Map<String, String> environment) throws Exception {
        Say.line("Starting a server ...");
        Server server = Server.start(options.work, environment);
        try {
            PostgresFacts facts = PostgresFacts.of(server.dataDir());
            Company company = Company.make(server.base(), server.demo());
            Say.line("Creating " + options.users + " users ...");
            company.hire(options.users);
            HttpSide side = new HttpSide(server, facts, company, options);
            side.heat();
            return side;
        } catch (Exception e) {
            server.close();
            throw e;
        }
    }

    /// Load that nobody counts: calls alone at first would be measured in an interpreter.
    private void heat() throws IOException {
        Say.line("Warming the server up for " + options.heat + " s ...");
        String phase = phase();
        new HttpLoad(server.base(), Duration.ofMillis(1), Duration.ofSeconds(options.heat))
                .closed("warm-up", HEAT_CONNECTIONS, number -> company.allocating(phase, number, options.users));
    }

    Server server() {
        return server;
    }

    PostgresFacts facts() {
        return facts;
    }

    /// allocate-coin over every number of connections; all of them share the company's issuance account.
    Map<Integer, Result> allocations() throws IOException {
        measure(allocations, FEW, this::allocate);
        measure(allocations, MANY, this::allocate);
        return allocations;
    }

    /// The authenticated route without a database, over every number of connections.
    Map<Integer, Result> pings() throws IOException {
        measure(pings, FEW, this::ping);
        measure(pings, MANY, this::ping);
        return pings;
    }

    /// The same rows by hand, over every number of database connections.
    Map<Integer, Result> plain() throws Exception {
        if (plain.isEmpty()) {
            PlainSql sql = new PlainSql(facts, options.users);
            try {
                sql.prepare();
                for (int connections : SQL_CONNECTIONS) {
                    plain.put(connections, Say.said(options.load().run("plain SQL", connections, _ -> sql.worker())));
                }
            } finally {
                sql.clean();
            }
        }
        return plain;
    }

    private interface Measure {
        Result of(int connections) throws IOException;
    }

    private static void measure(Map<Integer, Result> into, List<Integer> counts, Measure measure) throws IOException {
        for (int connections : counts) {
            if (!into.containsKey(connections)) {
                into.put(connections, Say.said(measure.of(connections)));
            }
        }
    }

    private Result allocate(int connections) throws IOException {
        return allocate(connections, options.users);
    }

    /// @param spread over how many users
    Result allocate(int connections, int spread) throws IOException {
        String phase = phase();
        return http.closed("allocate-coin", connections, number -> company.allocating(phase, number, spread));
    }

    /// At a rate, whatever became of the requests before.
    Result allocateOpen(int connections, double perSecond) throws IOException {
        String phase = phase();
        return http.open(
                "allocate-coin, open loop",
                connections,
                number -> company.allocating(phase, number, options.users),
                perSecond);
    }

    /// Purchases with cards, each approved and cleared at once, spread over the cards of one company.
    Result authorize(int connections) throws IOException {
        String phase = phase();
        CardHolders holders = cardHolders();
        return http.closed("authorize", connections, number -> holders.buying(phase, number));
    }

    /// The same at a rate, whatever became of the requests before.
    Result authorizeOpen(int connections, double perSecond) throws IOException {
        String phase = phase();
        CardHolders holders = cardHolders();
        return http.open("authorize, open loop", connections, number -> holders.buying(phase, number), perSecond);
    }

    /// Orders to be paid, each under an id of its own.
    Result order(int connections) throws IOException {
        String phase = phase();
        PaymentOrders orders = new PaymentOrders(company);
        return http.closed("create-order", connections, number -> orders.making(phase, number));
    }

    /// The same at a rate, whatever became of the requests before.
    Result orderOpen(int connections, double perSecond) throws IOException {
        String phase = phase();
        PaymentOrders orders = new PaymentOrders(company);
        return http.open("create-order, open loop", connections, number -> orders.making(phase, number), perSecond);
    }

    /// The acquirer's word that payments were paid, each of another payment.
    Result tell(WaitingPayments payments, int connections) throws IOException {
        return http.closed("callbacks", connections, _ -> payments.telling());
    }

    /// The same at a rate, whatever became of the requests before.
    Result tellOpen(WaitingPayments payments, int connections, double perSecond) throws IOException {
        return http.open("callbacks, open loop", connections, _ -> payments.telling(), perSecond);
    }

    WaitingPayments waitingPayments(int count) throws Exception {
        Say.line("Making " + count + " payments that wait ...");
        return WaitingPayments.make(company, server.base(), PostgresFacts.key(server.dataDir()), count);
    }

    private CardHolders cardHolders() throws IOException {
        CardHolders holders = cardHolders;
        if (holders == null) {
            Say.line("Making cards ...");
            holders = CardHolders.make(company);
            cardHolders = holders;
        }
        return holders;
    }

    private Result ping(int connections) throws IOException {
        return http.closed("ping, no database", connections, _ -> company.pinging());
    }

    /// The path of the cheapest answer that needs no token.
    String constantPath() throws IOException {
        for (String path : CONSTANTS) {
            if (company.knows(path)) {
                return path;
            }
        }
        throw new BenchFailure("The server knows none of " + CONSTANTS + ".");
    }

    Result constant(String path, int connections) throws IOException {
        return Say.said(http.closed("constant " + path, connections, _ -> Company.asking(server.base(), path, null)));
    }

    /// Allocations a second, a hundred a request.
    double bulkRate() throws IOException {
        String phase = phase();
        return Say.said(http.closed(
                        "allocations in bulk of " + BULK,
                        BULK_CONNECTIONS,
                        number -> company.allocatingInBulk(phase, number, BULK)))
                .rate();
    }

    private String phase() {
        return "p" + phases.incrementAndGet();
    }

    static Result best(Map<Integer, Result> results) {
        return results.values().stream()
                .max(Comparator.comparingDouble(Result::rate))
                .orElseThrow();
    }

    /// Whether the books are right; where they are not, no figure counts.
    boolean booksRight() throws IOException {
        Books books = company.audit();
        Say.line("  " + books);
        return books.right();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
