package io.kosh.platform.internal;

import io.kosh.kernel.CommonError;
import io.kosh.platform.Envelope;
import io.kosh.platform.RequestContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.HttpRequestHandler;
import tools.jackson.databind.json.JsonMapper;

/// What fails before or outside Spring MVC: a request that Tomcat itself turns away (a bad path, a header too long) and
/// an accident in a filter or a template. Answered in the envelope of the path's area, with neither version nor stack
/// trace.
@Configuration(proxyBeanMethods = false)
class Rejections {
    private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);

    /// The path that the container dispatches such failures to.
    @Bean("/error")
    ErrorRoute errorRoute(JsonMapper json) {
        return new ErrorRoute(json);
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> plainRejections(JsonMapper json) {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(JsonReport.class.getName());
                host.getPipeline().addValve(new JsonReport(json));
            }
        });
    }

    /// Replaces Boot's error controller.
    static final class ErrorRoute implements ErrorController, HttpRequestHandler {
        private final JsonMapper json;

        ErrorRoute(JsonMapper json) {
            this.json = json;
        }

        @Override
        public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
            Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
            Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
            if (thrown instanceof Throwable cause && !GoneClient.caused(cause)) {
                LOG.atError()
                        .addKeyValue("requestId", requestId(response))
                        .setCause(cause)
                        .log("request failed outside its controller");
            }
            write(
                    json,
                    response,
                    status instanceof Integer code ? code : HttpStatus.NOT_FOUND.value(),
                    path == null ? request.getRequestURI() : path.toString());
        }
    }

    /// Stands in for Tomcat's page of an error that no route was asked about.
    private static final class JsonReport extends ErrorReportValve {
        private final JsonMapper json;

        JsonReport(JsonMapper json) {
            this.json = json;
        }

        @Override
        protected void report(Request request, Response response, @Nullable Throwable thrown) {
            if (response.getStatus() < HttpStatus.BAD_REQUEST.value()
                    || response.getContentWritten() > 0
                    || !response.setErrorReported()) {
                return;
            }
            String path = request.getRequestURI();
            try {
                write(json, response, response.getStatus(), path == null ? "/" : path);
            } catch (IOException | IllegalStateException e) {
                LOG.atDebug().setCause(e).log("the client of a rejected request is gone");
            }
        }
    }

    private static void write(JsonMapper json, HttpServletResponse response, int status, String path)
            throws IOException {
        Envelope envelope = Failures.envelopeOf(path);
        byte[] body = json.writeValueAsBytes(body(envelope, status, requestId(response)));
        response.setStatus(status);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        response.setContentType(envelope == Envelope.NATIVE ? "application/problem+json" : "application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static Object body(Envelope envelope, int status, String requestId) {
        String code = code(status);
        String message = message(status, requestId);
        return switch (envelope) {
            case RESPONSE_CODE, GATEWAY, GATEWAY_BARE, REDEMPTION ->
                new Envelopes.ResponseCodeBody(message, 1, message);
            case REDEMPTION_ORDER -> new Envelopes.OrderBody(message, message, "1");
            case CODE -> new Envelopes.CodeBody(1, message, message);
            case CARD, CARD_EITHER -> Envelopes.CardBody.failure(message);
            case MERCHANT_TOKEN -> new Envelopes.ResultBody(status, message);
            case OAUTH -> new Failures.OAuthError(code.toLowerCase(Locale.ROOT), message);
            case NATIVE, PAGE -> {
                Map<String, Object> problem = new LinkedHashMap<>();
                problem.put("type", "/docs/errors#" + code);
                problem.put("title", code);
                problem.put("status", status);
                problem.put("detail", message);
                problem.put("requestId", requestId);
                yield problem;
            }
        };
    }

    private static String code(int status) {
        return switch (status) {
            case 404 -> CommonError.ROUTE_UNKNOWN.name();
            case 405 -> CommonError.METHOD_NOT_ALLOWED.name();
            case 413 -> CommonError.BODY_TOO_LARGE.name();
            case 415 -> CommonError.MEDIA_TYPE_UNSUPPORTED.name();
            default -> status < 500 ? CommonError.REQUEST_REJECTED.name() : Failures.INTERNAL;
        };
    }

    private static String message(int status, String requestId) {
        return switch (status) {
            case 404 -> "there is no such route";
            case 405 -> "the method is not allowed here";
            case 413 -> "the body is larger than the server takes";
            case 414, 431 -> "the request line or a header is longer than the server takes";
            default ->
                status < 500
                        ? "the request line or a header is not valid"
                        : "something went wrong on our side; quote the request id " + requestId;
        };
    }

    private static String requestId(HttpServletResponse response) {
        String known = response.getHeader(RequestFilter.REQUEST_ID_HEADER);
        if (known != null) {
            return known;
        }
        String minted = RequestContext.newRequestId();
        response.setHeader(RequestFilter.REQUEST_ID_HEADER, minted);
        return minted;
    }
}
