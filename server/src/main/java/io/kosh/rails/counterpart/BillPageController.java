package io.kosh.rails.counterpart;

import io.kosh.platform.IndianNumbers;
import io.kosh.platform.MasterKey;
import io.kosh.platform.Moment;
import io.kosh.platform.OwnPageController;
import io.kosh.platform.Settings;
import io.kosh.rails.SandboxBank;
import io.kosh.rails.SandboxBank.Bill;
import io.kosh.rails.SandboxBank.Ending;
import io.kosh.rails.SandboxBank.Kind;
import io.kosh.rails.SandboxBank.Standing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;

/// What the pages have in common on which a payer meets a bank or an app. Whoever has the token of a bill is its payer;
/// nobody signs in. A page shows, only a form does something, and afterwards the browser is sent on, so that loading
/// again does nothing twice.
abstract class BillPageController extends OwnPageController {
    static final String SANDBOX = "/sandbox";

    /// How long the page of an ended bill stays before the browser goes back to whoever sent it.
    private static final int STAYS_SECONDS = 4;

    private static final String TOKEN = "[A-Za-z0-9_-]{8,128}";
    private static final Set<String> WEB = Set.of("http", "https");

    private final SandboxBank bank;

    BillPageController(SandboxBank bank, MasterKey key, Settings settings) {
        super(key, settings, SANDBOX);
        this.bank = bank;
    }

    SandboxBank bank() {
        return bank;
    }

    /// A bill as its page shows it.
    ///
    /// @param path   of its page
    /// @param with   by what it is paid, as the platform said it
    /// @param amount such as `₹1,00,000.00`
    /// @param back   where the browser goes afterwards, null for nowhere
    record Sheet(
            String path,
            Kind kind,
            String with,
            String payee,
            String note,
            String amount,
            String reference,
            Moment endsAt,
            Standing standing,
            String message,
            String bankReference,
            int triesLeft,
            @Nullable String back) {
        static Sheet of(Bill bill, String path) {
            URI back = bill.returnUrl();
            return new Sheet(
                    path + bill.token(),
                    bill.kind(),
                    bill.with(),
                    bill.payee(),
                    bill.note(),
                    "₹" + IndianNumbers.amount(bill.amountMinor(), 2),
                    bill.reference(),
                    Moment.of(bill.endsAt()),
                    bill.standing(),
                    bill.message(),
                    bill.bankReference(),
                    bill.triesLeft(),
                    back == null
                                    || !WEB.contains(
                                            String.valueOf(back.getScheme()).toLowerCase(Locale.ROOT))
                            ? null
                            : back.toString());
        }

        /// Whether the payer can still do something.
        public boolean open() {
            return standing == Standing.WAITING;
        }
    }

    /// The bill of a page; null where this is not its page.
    @Nullable
    Bill bill(String token, Set<Kind> kinds) {
        Bill bill = token.matches(TOKEN) ? bank.find(token) : null;
        return bill != null && kinds.contains(bill.kind()) ? bill : null;
    }

    /// Nobody knows such a bill.
    String gone(HttpServletRequest request, HttpServletResponse response, Model model) {
        visitor(request, response);
        response.setStatus(HttpStatus.NOT_FOUND.value());
        model.addAttribute("bare", true);
        return "payer-gone";
    }

    /// A page of a bill.
    String view(String name, Sheet sheet, Visitor visitor, Model model) {
        model.addAttribute("bare", true);
        model.addAttribute("sheet", sheet);
        model.addAttribute("formToken", visitor.formToken());
        return name;
    }

    /// What became of a bill. A browser that a shop sent goes back there by itself, with JavaScript or without.
    String result(Sheet sheet, Visitor visitor, HttpServletResponse response, Model model) {
        if (sheet.back() != null) {
            response.setHeader("Refresh", STAYS_SECONDS + ";url=" + sheet.back());
        }
        model.addAttribute("seconds", STAYS_SECONDS);
        return view("payer-result", sheet, visitor, model);
    }

    /// What a form asks to happen; null for nothing that is known.
    static @Nullable Ending ending(Map<String, String> given, Set<Ending> among) {
        String asked = given.get("ending");
        return among.stream()
                .filter(each -> each.name().equals(asked))
                .findFirst()
                .orElse(null);
    }

    /// A field that was left empty or filled wrongly.
    static void wrong(String field, HttpServletResponse response, Model model) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        model.addAttribute("wrong", field);
    }
}
