package io.kosh.openapi;

import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;

/// Tells springdoc what an answer of each route family looks like. Wired only where a test asks for the document.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "springdoc.api-docs.enabled", havingValue = "true")
class OpenApiSetup {
    private static final String JSON = "application/json";

    OpenApiSetup() {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    @Bean
    RecordSchemas recordSchemas() {
        return new RecordSchemas();
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Kosh")
                        .version("1")
                        .description("An open-source business payments platform for India. Get a token at /oauth/token"
                                + " and send it as a bearer token. Every answer carries X-Request-Id; where a request"
                                + " was understood only by bending, Kosh-Compat-Note says how. Where x-encrypted-bodies is true,"
                                + " the body may be sent encrypted, as {\"request\": \"<base64>\"}, and is answered alike:"
                                + " AES-128-ECB as documented, or better AES-256-GCM; see docs/guides/encryption.md.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/").description("this server")))
                .components(new Components()
                        .addSecuritySchemes("bearer", scheme("bearer", "An access token from /oauth/token."))
                        .addSecuritySchemes("client", scheme("basic", "Client id and secret, for /oauth/token only.")));
    }

    private static SecurityScheme scheme(String name, String description) {
        return new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme(name).description(description);
    }

    @Bean
    OperationCustomizer byFamily() {
        return (operation, handler) -> {
            RouteFamily route = family(handler);
            operation.setOperationId(id(handler));
            operation.addExtension("x-access", access(route));
            secure(operation, route);
            if (handler.hasMethodAnnotation(Idempotent.class)) {
                operation.addParametersItem(idempotencyKey());
            }
            operation.getResponses().forEach((status, response) -> {
                if (status.startsWith("2")) {
                    wrap(response, route.value());
                }
            });
            for (String status : failures(
                    route, !handler.hasMethodAnnotation(org.springframework.web.bind.annotation.GetMapping.class))) {
                operation
                        .getResponses()
                        .putIfAbsent(
                                status, new ApiResponse().$ref("#/components/responses/" + family(route) + status));
            }
            return operation;
        };
    }

    @Bean
    OpenApiCustomizer sharedFailures() {
        return document -> {
            for (Envelope envelope : Envelope.values()) {
                if (envelope != Envelope.PAGE) {
                    Failure.SHAPES.forEach(failure -> document.getComponents()
                            .addResponses(name(envelope) + failure.status(), failure.of(envelope)));
                }
            }
        };
    }

    @Bean
    OpenApiCustomizer encryptedWhereCompatible() {
        return document -> document.getPaths().forEach((path, item) -> {
            if (path.startsWith("/api/v0/")) {
                item.readOperations().forEach(OpenApiSetup::encrypted);
            }
        });
    }

    private static void encrypted(Operation operation) {
        operation.addExtension("x-encrypted-bodies", true);
        if (operation.getRequestBody() == null) {
            operation.addParametersItem(new HeaderParameter()
                    .name("Kosh-Encrypted-Request")
                    .description("An encrypted empty text, in the place of a body: asks for an encrypted answer.")
                    .required(false)
                    .schema(typed("string")));
        } else {
            operation.getRequestBody().setDescription("Plain, or encrypted as {\"request\": \"<base64>\"}.");
        }
    }

    private static Parameter idempotencyKey() {
        Schema<Object> key = typed("string");
        key.setMinLength(1);
        key.setMaxLength(255);
        key.setPattern("^[!-~]+$");
        return new HeaderParameter()
                .name("Idempotency-Key")
                .description("Makes the call at most once: repeated with the same body it gets the first answer again,"
                        + " with Idempotent-Replayed.")
                .required(false)
                .schema(key);
    }

    private static RouteFamily family(HandlerMethod handler) {
        RouteFamily own = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RouteFamily.class);
        RouteFamily route = own != null
                ? own
                : AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), RouteFamily.class);
        if (route == null) {
            throw new IllegalStateException(handler + " names no @RouteFamily");
        }
        return route;
    }

    private static String id(HandlerMethod handler) {
        String controller = handler.getBeanType().getSimpleName().replaceFirst("Controller$", "");
        return controller.substring(0, 1).toLowerCase(Locale.ROOT) + controller.substring(1) + "."
                + handler.getMethod().getName();
    }

    private static String access(RouteFamily route) {
        return route.access().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void secure(Operation operation, RouteFamily route) {
        if (route.value() == Envelope.OAUTH) {
            operation.setSecurity(List.of(new SecurityRequirement().addList("client")));
        } else if (route.access() != Access.PUBLIC) {
            operation.setSecurity(List.of(new SecurityRequirement().addList("bearer")));
        }
    }

    private static String family(RouteFamily route) {
        return name(route.value());
    }

    static String name(Envelope envelope) {
        return switch (envelope) {
            case RESPONSE_CODE, GATEWAY, GATEWAY_BARE -> "ResponseCode";
            case REDEMPTION -> "Redemption";
            case REDEMPTION_ORDER -> "RedemptionOrder";
            case CODE -> "Code";
            case CARD, CARD_EITHER -> "Card";
            case OAUTH -> "OAuth";
            case MERCHANT_TOKEN -> "MerchantToken";
            case NATIVE, PAGE -> "Native";
        };
    }

    private static List<String> failures(RouteFamily route, boolean changes) {
        if (route.value() == Envelope.OAUTH || route.value() == Envelope.MERCHANT_TOKEN) {
            return List.of("400", "401", "429", "503");
        }
        if (route.value() == Envelope.GATEWAY || route.value() == Envelope.GATEWAY_BARE) {
            // What a payer's browser calls has no token, yet an order and a merchant's pages that may be refused.
            return route.access() == Access.PUBLIC
                    ? List.of("400", "403", "404", "422", "429", "503")
                    : List.of("400", "401", "403", "404", "409", "422", "429", "503");
        }
        if (route.access() == Access.PUBLIC) {
            return List.of("400", "404", "429", "503");
        }
        return changes
                ? List.of("400", "401", "403", "404", "409", "422", "429", "503")
                : List.of("400", "401", "403", "404", "429", "503");
    }

    private static void wrap(ApiResponse response, Envelope envelope) {
        Schema<?> payload = payload(response);
        switch (envelope) {
            case REDEMPTION_ORDER ->
                response.setContent(json(object(
                        List.of("paylod", "response_message", "response_code"),
                        property("paylod", payload),
                        property("response_message", text("Success")),
                        property("response_code", text("0")))));
            case RESPONSE_CODE, GATEWAY, REDEMPTION ->
                response.setContent(json(object(
                        List.of("payload", "response_code", "response_message"),
                        property("payload", payload),
                        property("response_code", constant(0)),
                        property("response_message", text("Success")))));
            case CODE, CARD ->
                response.setContent(json(object(
                        List.of("code", "message", "payload"),
                        property("code", constant(0)),
                        property("message", text("Success")),
                        property("payload", payload))));
            case CARD_EITHER ->
                response.setContent(json(object(
                        List.of("code", "message", "payload", "response_code", "response_message"),
                        property("code", constant(0)),
                        property("message", text("Success")),
                        property("payload", payload),
                        property("response_code", constant(0)),
                        property("response_message", text("Success")))));
            case GATEWAY_BARE, OAUTH, MERCHANT_TOKEN, NATIVE, PAGE -> {}
        }
    }

    private static Schema<?> payload(ApiResponse response) {
        Schema<?> schema = firstSchema(response.getContent());
        return schema == null ? typed("null") : schema;
    }

    private static @Nullable Schema<?> firstSchema(@Nullable Content content) {
        return content == null
                ? null
                : content.values().stream()
                        .map(MediaType::getSchema)
                        .findFirst()
                        .orElse(null);
    }

    static Content json(Schema<?> schema) {
        return new Content().addMediaType(JSON, new MediaType().schema(schema));
    }

    /// One property of an object's schema.
    record Property(String name, Schema<?> schema) {}

    static Property property(String name, Schema<?> schema) {
        return new Property(name, schema);
    }

    static Schema<?> object(List<String> required, Property... properties) {
        Schema<Object> schema = typed("object");
        for (Property property : properties) {
            schema.addProperty(property.name(), property.schema());
        }
        schema.setRequired(required);
        return schema;
    }

    static Schema<?> constant(int value) {
        Schema<Object> schema = typed("integer");
        schema.setExample(value);
        return schema;
    }

    static Schema<?> text(String example) {
        Schema<Object> schema = typed("string");
        schema.setExample(example);
        return schema;
    }

    private static Schema<Object> typed(String type) {
        Schema<Object> schema = new Schema<>();
        schema.setTypes(Set.of(type));
        return schema;
    }
}
