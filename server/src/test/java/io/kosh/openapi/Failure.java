package io.kosh.openapi;

import io.kosh.platform.Envelope;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Locale;

/// A way in which any route of a family may fail, as the document shows it once and every operation refers to it.
record Failure(String status, String code, String when, String message) {
    static final List<Failure> SHAPES = List.of(
            new Failure(
                    "400",
                    "FIELD_MISSING",
                    "The request is malformed; the message names the field.",
                    "companyId is required"),
            new Failure(
                    "401",
                    "UNAUTHENTICATED",
                    "No token, or one that does not count.",
                    "send the header Authorization: Bearer <access_token>"),
            new Failure(
                    "403",
                    "COMPANY_FORBIDDEN",
                    "The token may not do this.",
                    "the token may not act for the company CEK0000000"),
            new Failure("404", "ROUTE_UNKNOWN", "Not there, or not visible to this caller.", "there is no such route"),
            new Failure("409", "CONFLICT", "Clashes with what is already there.", "clashes with what is already there"),
            new Failure("422", "RULE", "Well formed, but a business rule says no.", "a business rule says no"),
            new Failure(
                    "429",
                    "RATE_LIMITED",
                    "Too many requests; wait for Retry-After seconds.",
                    "too many requests; wait and try again"),
            new Failure(
                    "503",
                    "DATABASE_UNAVAILABLE",
                    "Not available now: try again; a repeated request id has one effect.",
                    "the database is not available; try again; a repeated request id has one effect"));

    ApiResponse of(Envelope envelope) {
        return new ApiResponse()
                .description(when)
                .content(
                        switch (envelope) {
                            case REDEMPTION_ORDER ->
                                OpenApiSetup.json(OpenApiSetup.object(
                                        List.of("paylod", "response_message", "response_code"),
                                        OpenApiSetup.property("paylod", OpenApiSetup.text(message)),
                                        OpenApiSetup.property("response_message", OpenApiSetup.text(message)),
                                        OpenApiSetup.property("response_code", OpenApiSetup.text("1"))));
                            case RESPONSE_CODE, GATEWAY, GATEWAY_BARE, REDEMPTION ->
                                OpenApiSetup.json(OpenApiSetup.object(
                                        List.of("payload", "response_code", "response_message"),
                                        OpenApiSetup.property("payload", OpenApiSetup.text(message)),
                                        OpenApiSetup.property("response_code", OpenApiSetup.constant(1)),
                                        OpenApiSetup.property("response_message", OpenApiSetup.text(message))));
                            case CODE ->
                                OpenApiSetup.json(OpenApiSetup.object(
                                        List.of("code", "message", "payload"),
                                        OpenApiSetup.property("code", OpenApiSetup.constant(1)),
                                        OpenApiSetup.property("message", OpenApiSetup.text(message)),
                                        OpenApiSetup.property("payload", OpenApiSetup.text(message))));
                            case CARD, CARD_EITHER ->
                                OpenApiSetup.json(OpenApiSetup.object(
                                        List.of("code", "message", "payload", "response_code", "response_message"),
                                        OpenApiSetup.property("code", OpenApiSetup.constant(1)),
                                        OpenApiSetup.property("message", OpenApiSetup.text(message)),
                                        OpenApiSetup.property("payload", OpenApiSetup.text(message)),
                                        OpenApiSetup.property("response_code", OpenApiSetup.constant(1)),
                                        OpenApiSetup.property("response_message", OpenApiSetup.text(message))));
                            case OAUTH ->
                                OpenApiSetup.json(OpenApiSetup.object(
                                        List.of("error"),
                                        OpenApiSetup.property(
                                                "error", OpenApiSetup.text(code.toLowerCase(Locale.ROOT))),
                                        OpenApiSetup.property("error_description", OpenApiSetup.text(message))));
                            case MERCHANT_TOKEN ->
                                OpenApiSetup.json(OpenApiSetup.object(
                                        List.of("resultCode", "resultMessage"),
                                        OpenApiSetup.property(
                                                "resultCode", OpenApiSetup.constant(Integer.parseInt(status))),
                                        OpenApiSetup.property("resultMessage", OpenApiSetup.text(message))));
                            case NATIVE, PAGE -> problem();
                        });
    }

    private Content problem() {
        Schema<?> schema = OpenApiSetup.object(
                List.of("type", "title", "status", "detail", "requestId"),
                OpenApiSetup.property("type", OpenApiSetup.text("/docs/errors#" + code)),
                OpenApiSetup.property("title", OpenApiSetup.text(code)),
                OpenApiSetup.property("status", OpenApiSetup.constant(Integer.parseInt(status))),
                OpenApiSetup.property("detail", OpenApiSetup.text(message)),
                OpenApiSetup.property("instance", OpenApiSetup.text("/api/v1/...")),
                OpenApiSetup.property("field", OpenApiSetup.text("companyId")),
                OpenApiSetup.property("requestId", OpenApiSetup.text("RQ7Z2K0Q4M1V9X3B5D")));
        return new Content()
                .addMediaType(
                        "application/problem+json", new io.swagger.v3.oas.models.media.MediaType().schema(schema));
    }
}
