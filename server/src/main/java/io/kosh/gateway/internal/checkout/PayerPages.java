package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.Checkout.Payment;
import io.kosh.gateway.CheckoutOrder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the pages of an order stand, and how: as a window of its own or in a frame of the merchant's page.
///
/// @param parent the origin of the page around the frame, one of the merchant's; null for none
/// @param lang   the language that was chosen in a frame, where browsers keep no cookie; null for the usual one
record PayerPages(
        String orderId, @Nullable String parent, @Nullable String lang) {
    static final String ROOT = "/v1/pay/";

    private static final Set<String> LANGUAGES = Set.of("en", "hi");

    /// The frame that was asked for counts only within a page of the merchant.
    static PayerPages of(
            CheckoutOrder order, @Nullable String embedded, @Nullable String parentOrigin, @Nullable String lang) {
        boolean framed = "true".equals(embedded)
                && parentOrigin != null
                && order.merchant().origins().contains(parentOrigin);
        boolean carried = framed && lang != null && LANGUAGES.contains(lang);
        return new PayerPages(order.orderId(), framed ? parentOrigin : null, carried ? lang : null);
    }

    public String order() {
        return ROOT + orderId;
    }

    public String payment(Payment payment) {
        return order() + "/payments/" + payment.id();
    }

    /// What every address carries on.
    public String tail() {
        return tail(Map.of());
    }

    /// The same in another language.
    ///
    /// @param kept what the page that is shown is asked with, and would be another without
    public String in(String language, Map<String, String> kept) {
        Map<String, String> more = new LinkedHashMap<>(kept);
        more.put("lang", language);
        return tail(more);
    }

    public String tail(Map<String, String> more) {
        StringBuilder tail = new StringBuilder();
        more.forEach((name, value) -> add(tail, name, value));
        if (parent != null) {
            add(tail, "embedded", "true");
            add(tail, "parentOrigin", parent);
        }
        if (lang != null && !more.containsKey("lang")) {
            add(tail, "lang", lang);
        }
        return tail.toString();
    }

    private static void add(StringBuilder tail, String name, String value) {
        tail.append(tail.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
