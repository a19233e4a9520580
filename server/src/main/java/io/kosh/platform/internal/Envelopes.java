package io.kosh.platform.internal;

import io.kosh.platform.Envelope;
import io.kosh.platform.RequestContext;
import io.kosh.platform.RouteFamily;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import tools.jackson.databind.json.JsonMapper;

/// Wraps what a controller returned in the envelope of its family, and shows the compat notes of the request.
@RestControllerAdvice
final class Envelopes implements ResponseBodyAdvice<Object> {
    private static final String SUCCESS = "Success";

    /// What clients of the gateway know a token that does not count by.
    private static final ResponseCodeBody TOKEN_INVALID =
            new ResponseCodeBody("Token is invalid.", 117, "Token is invalid.");

    private final JsonMapper json;

    Envelopes(JsonMapper json) {
        this.json = json;
    }

    /// `{payload, response_code, response_message}`.
    record ResponseCodeBody(@Nullable Object payload, int response_code, String response_message) {}

    /// `{resultCode, resultMessage}`.
    record ResultBody(int resultCode, String resultMessage) {}

    /// `{paylod, response_message, response_code}`, as it is documented.
    record OrderBody(@Nullable Object paylod, String response_message, String response_code) {}

    /// `{code, message, payload}`.
    record CodeBody(int code, String message, @Nullable Object payload) {}

    /// `{code, message, payload, response_code, response_message}`.
    record CardBody(int code, String message, @Nullable Object payload, int response_code, String response_message) {
        static CardBody success(@Nullable Object payload) {
            return new CardBody(0, SUCCESS, payload, 0, SUCCESS);
        }

        static CardBody failure(String message) {
            return new CardBody(1, message, message, 1, message);
        }
    }

    /// A failure of the payment gateway.
    static ResponseCodeBody gatewayFailure(HttpStatus status, String message) {
        return status == HttpStatus.UNAUTHORIZED ? TOKEN_INVALID : new ResponseCodeBody(message, 1, message);
    }

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return family(returned) != null;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType contentType,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        var notes = RequestContext.current().notes();
        if (!notes.isEmpty()) {
            response.getHeaders().set("Kosh-Compat-Note", String.join("; ", notes));
        }
        RouteFamily family = family(returned);
        if (family == null) {
            return body;
        }
        Object wrapped = success(family.value(), body);
        if (converter == StringHttpMessageConverter.class && !(wrapped instanceof String)) {
            response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
            return json.writeValueAsString(wrapped);
        }
        return wrapped;
    }

    private static @Nullable Object success(Envelope envelope, @Nullable Object payload) {
        return switch (envelope) {
            case RESPONSE_CODE, GATEWAY, REDEMPTION -> new ResponseCodeBody(payload, 0, SUCCESS);
            case CODE, CARD -> new CodeBody(0, SUCCESS, payload);
            case CARD_EITHER -> CardBody.success(payload);
            case REDEMPTION_ORDER -> new OrderBody(payload, SUCCESS, "0");
            case GATEWAY_BARE, OAUTH, MERCHANT_TOKEN, NATIVE, PAGE -> payload;
        };
    }

    private static @Nullable RouteFamily family(MethodParameter returned) {
        Method handler = returned.getMethod();
        return handler == null ? null : RouteFamilies.of(handler, returned.getContainingClass());
    }
}
