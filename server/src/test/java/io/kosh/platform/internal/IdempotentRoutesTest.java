package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.Idempotent;
import io.kosh.testing.TestServer;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Every POST either takes an `Idempotency-Key` or stands here with a reason.
@Tag("store")
class IdempotentRoutesTest {
    private static final String SECRET = "its answer carries a secret, which is kept nowhere";
    private static final String STATE = "it sets a state and makes nothing: repeated, it changes nothing";
    private static final String REFERENCE = "its reference makes it one effect and gives the first answer again";
    private static final String SEARCH = "it makes nothing";
    private static final Map<String, String> WITHOUT = Map.ofEntries(
            Map.entry("/api/v0/partner/enKashCard/create-allocate-points", REFERENCE),
            Map.entry("/api/v0/partner/enKashCard/points/allocate", REFERENCE),
            Map.entry("/api/v0/partner/enKashCard/cardAccount/get", SEARCH),
            Map.entry("/api/v0/partner/enKashCard/search", SEARCH),
            Map.entry("/api/v0/partner/enKashCard/transaction/all", SEARCH),
            Map.entry("/api/v0/partner/enKashCard/sso-token", SECRET),
            Map.entry("/api/v0/partner/enKashCard/otp", "each call sends another code"),
            Map.entry("/api/v0/partner/enKashCard/view", SECRET),
            Map.entry("/api/v0/partner/enKashCard/view-cvv", SECRET),
            Map.entry("/api/v0/partner/enKashCard/setPin", STATE),
            Map.entry("/api/v0/partner/enKashCard/block", STATE),
            Map.entry("/cards/view/{token}", "a link works once, whatever key comes with it"),
            Map.entry("/holder/sign-out", STATE),
            Map.entry("/rewards/cart", "a page's form; sent twice there is more in the cart, as the page shows"),
            Map.entry("/rewards/cart/items", STATE),
            Map.entry("/rewards/orders", "the form's own reference makes it one order"),
            Map.entry("/rewards/orders/{orderId}", SECRET),
            Map.entry("/api/v0/partner/enKashCard/balance", REFERENCE),
            Map.entry("/api/v0/partner/enKashCard/card-balance", SEARCH),
            Map.entry("/api/v0/partner/enKashCard/replaceCard", "its one-time code makes it one effect"),
            Map.entry("/api/v1/cards/{enKashCardId}/withdrawals", REFERENCE),
            Map.entry("/api/v1/cards/{enKashCardId}/physical-order/moves", STATE),
            Map.entry("/api/v1/cards/{enKashCardId}/physical-order/activation", STATE),
            Map.entry("/api/v1/cards/{enKashCardId}/terms-acceptance", STATE),
            Map.entry("/card-terms/{token}", STATE),
            Map.entry("/api/v0/partner/search-catalog", SEARCH),
            Map.entry("/api/v0/partner/search-order", SEARCH),
            Map.entry("/api/v0/partner/create-order", REFERENCE),
            Map.entry("/api/v0/order", REFERENCE),
            Map.entry("/api/v0/orders/search", SEARCH),
            Map.entry("/api/v0/order/orderDetails", SECRET),
            Map.entry("/api/v0/payment/{transactionId}/refund", REFERENCE),
            Map.entry("/api/v0/refund/status", SEARCH),
            Map.entry("/api/v1/card-sign-ins", "a token works once, whatever key comes with it"),
            Map.entry("/api/v0/partner/enKashCard/velocity/rule", STATE),
            Map.entry("/api/v0/partner/enKashCard/velocity/rule/get", SEARCH),
            Map.entry("/api/v1/cards/authorizations", REFERENCE),
            Map.entry("/api/v1/cards/authorizations/advices", REFERENCE),
            Map.entry("/api/v1/cards/authorizations/reversals", REFERENCE),
            Map.entry("/api/v1/cards/authorizations/{authorizationId}/captures", REFERENCE),
            Map.entry("/api/v1/cards/authorizations/{authorizationId}/reversals", REFERENCE),
            Map.entry("/api/v1/cards/authorizations/{authorizationId}/refunds", REFERENCE),
            Map.entry("/api/v1/cards/rules/replays", SEARCH),
            Map.entry("/api/v1/cards/{enKashCardId}/shadow-limits/replays", SEARCH),
            Map.entry(
                    "/pay/charge/process", "each call is an attempt of its own; a second success goes back by itself"),
            Map.entry("/pay/charge/intent-transaction", STATE),
            Map.entry("/pay/otp/validate", "each call is a try of its own"),
            Map.entry("/oauth/token", SECRET),
            Map.entry(
                    "/api/v0/payment/submit",
                    "carries a card; an order takes one payment, and gives a second one back"),
            Map.entry("/api/v0/transactions/search", SEARCH),
            Map.entry("/pay/charge/verify-vpa", SEARCH),
            Map.entry("/api/v0/merchant/token", SECRET),
            Map.entry("/api/v1/gateway/tax-rates", "its first day makes it one effect"),
            Map.entry("/api/v1/clients", SECRET),
            Map.entry("/api/v1/clients/{clientId}/secrets", SECRET),
            Map.entry("/api/v1/companies", SECRET),
            Map.entry("/api/v1/clients/{clientId}/lock", STATE),
            Map.entry("/api/v1/clients/{clientId}/unlock", STATE),
            Map.entry("/api/v1/companies/{companyId}/lock", STATE),
            Map.entry("/api/v1/companies/{companyId}/unlock", STATE),
            Map.entry("/api/v1/logins/{username}/lock", STATE),
            Map.entry("/api/v1/logins/{username}/unlock", STATE),
            Map.entry("/api/v1/partners/{partnerId}/lock", STATE),
            Map.entry("/api/v1/partners/{partnerId}/unlock", STATE),
            Map.entry("/api/v1/users/{userId}/lock", STATE),
            Map.entry("/api/v1/users/{userId}/unlock", STATE),
            Map.entry(
                    "/api/v1/users/{userId}/contacts/{contact}/verification/confirm", "each call is a try of its own"),
            Map.entry("/api/v1/tokens/revoke", STATE),
            Map.entry("/api/v1/coins/events/{coinConfigId}/deactivate", STATE),
            Map.entry(
                    "/api/v0/webhook-data",
                    "its answer shows headers that may be secret; repeated, it changes nothing"),
            Map.entry("/api/v1/webhooks", SECRET),
            Map.entry("/api/v1/webhooks/{endpointId}/secrets", SECRET),
            Map.entry("/api/v1/webhooks/order-secrets", SECRET),
            Map.entry("/api/v1/webhooks/{endpointId}/pause", STATE),
            Map.entry("/api/v1/webhooks/{endpointId}/resume", STATE),
            Map.entry("/api/v1/webhooks/{endpointId}/test", "each call is a try of its own"),
            Map.entry("/api/v1/webhooks/verify", SEARCH),
            Map.entry("/api/v1/programmes/{programmeId}/events", "its event id makes it one effect for ever"),
            Map.entry("/api/v1/programmes/{programmeId}/simulations", SEARCH),
            Map.entry("/v1/pay/{orderId}/contact", STATE),
            Map.entry("/v1/pay/{orderId}/cancel", STATE),
            Map.entry("/v1/pay/{orderId}/pay", "the latest payment that its form knew makes it one effect"),
            Map.entry("/v1/pay/{orderId}/upi", "the latest payment that its form knew makes it one effect"),
            Map.entry("/v1/pay/{orderId}/return", SEARCH),
            Map.entry("/v1/pay/{orderId}/vpa", SEARCH),
            Map.entry("/v1/pay/{orderId}/card", SEARCH),
            Map.entry("/v1/pay/{orderId}/payments/{paymentId}/otp", "each call is a try of its own"),
            Map.entry("/v1/pay/{orderId}/payments/{paymentId}/resend", "each call sends another code"),
            Map.entry("/v1/pay/{orderId}/payments/{paymentId}/end", STATE),
            Map.entry("/rails/acquirer/callbacks", "told again, it changes nothing"));

    private static Map<String, HandlerMethod> posts() {
        Map<String, HandlerMethod> posts = new TreeMap<>();
        for (var mapping : TestServer.shared().beans(RequestMappingHandlerMapping.class)) {
            mapping.getHandlerMethods().forEach((route, handler) -> {
                var methods = route.getMethodsCondition().getMethods();
                boolean ours = handler.getBeanType().getName().startsWith("io.kosh.");
                if (ours && (methods.isEmpty() || methods.contains(RequestMethod.POST))) {
                    // What a sandbox's own tools make moves no value.
                    route.getPatternValues().stream()
                            .filter(pattern -> !pattern.startsWith("/sandbox"))
                            .forEach(pattern -> posts.put(pattern, handler));
                }
            });
        }
        return posts;
    }

    @Test
    void everyPostTakesAKeyOrHasAReasonNotTo() {
        assertThat(posts())
                .hasSizeGreaterThan(20)
                .allSatisfy((pattern, handler) -> assertThat(handler.hasMethodAnnotation(Idempotent.class))
                        .as("%s is @Idempotent, or stands in this test with a reason", pattern)
                        .isNotEqualTo(WITHOUT.containsKey(pattern)));
    }

    @Test
    void everyReasonIsForARouteThatThereIs() {
        assertThat(posts()).containsKeys(WITHOUT.keySet().toArray(String[]::new));
    }

    @Test
    void noAnswerThatIsKeptNamesASecret() {
        assertThat(posts().values())
                .filteredOn(handler -> handler.hasMethodAnnotation(Idempotent.class))
                .extracting(handler -> handler.getMethod().getReturnType())
                .filteredOn(Class::isRecord)
                // The token of a card stands for its number in other systems and opens nothing.
                .filteredOn(answer -> !answer.getSimpleName().equals("CardResponse"))
                .allSatisfy(answer -> assertThat(
                                Arrays.stream(answer.getRecordComponents()).map(RecordComponent::getName))
                        .noneMatch(
                                name -> name.toLowerCase(Locale.ROOT).matches(".*(secret|token|password|otp|pin).*")));
    }
}
