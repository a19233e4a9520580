package io.kosh.loyalty.counterpart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kosh.kernel.Secret;
import io.kosh.loyalty.SandboxSupplier;
import io.kosh.loyalty.counterpart.SampleSupplier.Asked;
import io.kosh.loyalty.counterpart.SampleSupplier.Line;
import io.kosh.loyalty.counterpart.SampleSupplier.Order;
import io.kosh.platform.MasterKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The sandbox's supplier on a free port of this machine, for whoever has its token. It begins to listen at the
/// first order.
@Component
@OnlyInSandbox
final class SampleSupplierPort implements SandboxSupplier, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(SampleSupplierPort.class);
    private static final String PATH = "/v1/orders";
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_VOUCHERS = 10_000;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final JsonMapper json = new JsonMapper();
    private final SampleSupplier supplier;
    private final Secret<String> token;
    private @Nullable HttpServer server;

    SampleSupplierPort(SampleSupplier supplier, MasterKey masterKey) {
        this.supplier = supplier;
        this.token = new Secret<>(HexFormat.of()
                .formatHex(masterKey.keyedHash("loyalty/sample-supplier-port").of("token")));
    }

    /// An answer on its way.
    private record Reply(int status, Map<String, Object> body) {
        static Reply said(int status, String word) {
            return new Reply(status, Map.of("status", word));
        }
    }

    @Override
    public synchronized URI url() {
        HttpServer listening = server;
        if (listening == null) {
            try {
                listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            listening.setExecutor(threads);
            listening.createContext(PATH, this::receive);
            listening.start();
            server = listening;
        }
        InetSocketAddress address = listening.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/v1");
    }

    @Override
    public Secret<String> token() {
        return token;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] body = json.writeValueAsBytes(reply.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!MessageDigest.isEqual(
                shown.getBytes(StandardCharsets.UTF_8), ("Bearer " + token.value()).getBytes(StandardCharsets.UTF_8))) {
            return Reply.said(401, "UNAUTHORIZED");
        }
        try {
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("POST") && path.equals(PATH)) {
                Asked asked = asked(exchange.getRequestBody().readNBytes(MOST_BYTES));
                return asked == null ? Reply.said(400, "MALFORMED") : shown(201, supplier.place(asked));
            }
            if (exchange.getRequestMethod().equals("GET") && path.startsWith(PATH + "/")) {
                Order order = supplier.find(path.substring(PATH.length() + 1));
                return order == null ? Reply.said(404, "UNKNOWN") : shown(200, order);
            }
            return Reply.said(405, "NOT_ALLOWED");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the sandbox's supplier failed");
            return Reply.said(500, "BROKEN");
        }
    }

    private @Nullable Asked asked(byte[] body) {
        try {
            JsonNode order = json.readTree(body);
            List<Line> lines = new ArrayList<>();
            long vouchers = 0;
            for (JsonNode line : order.path("lines")) {
                lines.add(new Line(
                        line.path("line").asInt(0),
                        line.path("sku").asString(""),
                        Math.max(0, line.path("quantity").asInt(0)),
                        line.path("validityDays").asInt(0)));
                vouchers += lines.getLast().quantity();
            }
            String reference = order.path("reference").asString("");
            return reference.isEmpty() || lines.isEmpty() || vouchers > MOST_VOUCHERS
                    ? null
                    : new Asked(
                            reference, LocalDate.parse(order.path("orderedOn").asString("")), lines);
        } catch (JacksonException | DateTimeException _) {
            return null;
        }
    }

    private static Reply shown(int status, Order order) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("supplierOrderId", order.supplierOrderId());
        body.put("status", order.status());
        if (order.reason() != null) {
            body.put("reason", order.reason());
        }
        body.put(
                "vouchers",
                order.vouchers().stream()
                        .map(voucher -> Map.of(
                                "line",
                                voucher.line(),
                                "code",
                                voucher.code(),
                                "pin",
                                voucher.pin(),
                                "expiresAt",
                                voucher.expiresAt().toString()))
                        .toList());
        return new Reply(order.status().equals(SampleSupplier.REFUSED) ? 422 : status, body);
    }

    @Override
    public synchronized void destroy() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }
}
