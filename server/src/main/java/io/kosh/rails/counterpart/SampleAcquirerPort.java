package io.kosh.rails.counterpart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kosh.kernel.Secret;
import io.kosh.platform.MasterKey;
import io.kosh.rails.SandboxAcquirer;
import io.kosh.rails.counterpart.SampleAcquirer.OtpResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The sandbox's acquirer on a free port of this machine, for whoever has its token. It begins to listen at the first
/// payment.
@Component
@OnlyInSandbox
final class SampleAcquirerPort implements SandboxAcquirer, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(SampleAcquirerPort.class);
    private static final String PATH = "/v1";
    private static final String PAYMENTS = "/payments";
    private static final String REFUNDS = "/refunds";
    private static final int MOST_BYTES = 1 << 16;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final JsonMapper json = new JsonMapper();
    private final SampleAcquirer acquirer;
    private final SampleAnswers answers;
    private final SampleRequests requests;
    private final PayersTelephone telephone;
    private final MasterKey.KeyedHash secrets;
    private @Nullable HttpServer server;

    SampleAcquirerPort(
            SampleAcquirer acquirer,
            SampleAnswers answers,
            SampleRequests requests,
            PayersTelephone telephone,
            MasterKey masterKey) {
        this.acquirer = acquirer;
        this.answers = answers;
        this.requests = requests;
        this.telephone = telephone;
        this.secrets = masterKey.keyedHash("rails/sample-acquirer-port");
    }

    /// An answer on its way.
    ///
    /// @param lost it never arrives
    private record Reply(int status, Map<String, Object> body, boolean lost) {
        static Reply of(int status, Map<String, Object> body) {
            return new Reply(status, body, false);
        }

        static Reply said(int status, String word) {
            return of(status, Map.of("status", word));
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
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + PATH);
    }

    @Override
    public Secret<String> token() {
        return secret("token");
    }

    @Override
    public Secret<String> callbackSecret() {
        return secret("callbacks");
    }

    private Secret<String> secret(String of) {
        return new Secret<>(HexFormat.of().formatHex(secrets.of(of)));
    }

    @Override
    public String vpaHandle() {
        return "kosh";
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            if (reply.lost()) {
                return;
            }
            byte[] body = json.writeValueAsBytes(reply.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!MessageDigest.isEqual(
                shown.getBytes(StandardCharsets.UTF_8),
                ("Bearer " + token().value()).getBytes(StandardCharsets.UTF_8))) {
            return Reply.said(401, "UNAUTHORIZED");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
        String path = exchange.getRequestURI().getPath().substring(PATH.length());
        try {
            return switch (exchange.getRequestMethod()) {
                case "POST" -> post(path, body);
                case "GET" -> get(path);
                default -> Reply.said(405, "NOT_ALLOWED");
            };
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the sandbox's acquirer failed");
            return Reply.said(500, "BROKEN");
        }
    }

    private Reply post(String path, byte[] body) {
        String[] parts = path.split("/", -1);
        if (path.equals(PAYMENTS)) {
            var asked = requests.payment(body);
            return asked == null ? Reply.said(400, "MALFORMED") : placed(acquirer.place(asked));
        }
        if (path.equals(REFUNDS)) {
            var asked = requests.refund(body);
            return asked == null ? Reply.said(400, "MALFORMED") : shown(acquirer.refund(asked), 201);
        }
        if (path.equals("/vpas/verify")) {
            String vpa = requests.text(body, "vpa");
            String name = MagicValues.name(vpa);
            return name == null
                    ? Reply.said(404, "NO_SUCH")
                    : Reply.of(200, Map.of("status", "KNOWN", "vpa", vpa, "name", name));
        }
        if (path.startsWith(PAYMENTS + "/") && parts.length == 4 && parts[3].equals("otp")) {
            return otp(acquirer.otp(parts[2], new Secret<>(requests.text(body, "otp"))));
        }
        if (path.startsWith(PAYMENTS + "/") && parts.length == 5 && path.endsWith("/otp/resend")) {
            OtpResult sent = acquirer.resend(parts[2]);
            if (sent instanceof OtpResult.Taken(var payment)) {
                telephone.code(payment);
            }
            return otp(sent);
        }
        return Reply.said(405, "NOT_ALLOWED");
    }

    private Reply get(String path) {
        if (path.startsWith(PAYMENTS + "/")) {
            SamplePayment payment = acquirer.payment(path.substring(PAYMENTS.length() + 1));
            return payment == null ? Reply.said(404, "UNKNOWN") : Reply.of(200, answers.of(payment));
        }
        if (path.startsWith(REFUNDS + "/")) {
            SampleRefund refund = acquirer.findRefund(path.substring(REFUNDS.length() + 1));
            return refund == null ? Reply.said(404, "UNKNOWN") : shown(refund, 200);
        }
        return Reply.said(405, "NOT_ALLOWED");
    }

    private Reply placed(SamplePayment payment) {
        if (payment.awaits() == SamplePayment.Awaits.OTP) {
            telephone.code(payment);
        }
        return new Reply(SampleAnswers.status(payment, 201), answers.of(payment), payment.lost());
    }

    private static Reply shown(SampleRefund refund, int status) {
        return new Reply(
                refund.state() == SampleRefund.State.DECLINED ? 422 : status, SampleAnswers.of(refund), refund.lost());
    }

    private Reply otp(OtpResult result) {
        return switch (result) {
            case OtpResult.Taken(var payment) -> Reply.of(SampleAnswers.status(payment, 200), answers.of(payment));
            case OtpResult.Wrong(var left) -> Reply.of(422, Map.of("status", "WRONG_OTP", "triesLeft", left));
            case OtpResult.NotAwaited(var reason) -> Reply.of(409, Map.of("status", "NOT_AWAITED", "code", reason));
        };
    }

    @Override
    public synchronized void destroy() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }
}
