package io.kosh.gateway.internal.checkout;

import io.kosh.rails.UpiLink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An app on a payer's phone that a link opens.
enum PayerApp {
    GPAY("gpay", "Google Pay", UpiLink.App.GOOGLE_PAY),
    PHONEPE("phonepe", "PhonePe", UpiLink.App.PHONE_PE),
    PAYTM("paytm", "Paytm", UpiLink.App.PAYTM);

    /// Whatever can be chosen in the place of a UPI id: an app, any app, or the code.
    static final Set<String> CHOICES = Stream.concat(
                    Arrays.stream(values()).map(app -> app.code), Stream.of("upi", "qr"))
            .collect(Collectors.toUnmodifiableSet());

    private final String code;
    private final String shown;
    private final UpiLink.App app;

    PayerApp(String code, String shown, UpiLink.App app) {
        this.code = code;
        this.shown = shown;
        this.app = app;
    }

    /// A link into an app.
    ///
    /// @param name null for whichever the phone takes
    record Opening(@Nullable String name, String link) {}

    /// The text of the code that any app scans: apps treat what was scanned otherwise than what a page opened.
    static String scanned(String text) {
        UpiLink link = UpiLink.read(text);
        return link == null ? text : link.in(UpiLink.Mode.DYNAMIC_QR).text();
    }

    /// The links of a payment, the chosen app's first, else the one that any takes.
    static List<Opening> opening(String text, @Nullable String chosen) {
        List<Opening> all = new ArrayList<>();
        boolean known = false;
        UpiLink link = UpiLink.read(text);
        if (link != null) {
            for (PayerApp each : values()) {
                boolean first = each.code.equals(chosen);
                all.add(first ? 0 : all.size(), new Opening(each.shown, link.text(each.app)));
                known |= first;
            }
        }
        all.add(known ? all.size() : 0, new Opening(null, text));
        return List.copyOf(all);
    }
}
