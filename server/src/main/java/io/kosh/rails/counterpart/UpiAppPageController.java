package io.kosh.rails.counterpart;

import io.kosh.platform.Envelope;
import io.kosh.platform.MasterKey;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import io.kosh.rails.BharatQr;
import io.kosh.rails.SandboxBank;
import io.kosh.rails.SandboxBank.Bill;
import io.kosh.rails.SandboxBank.Ending;
import io.kosh.rails.SandboxBank.Kind;
import io.kosh.rails.SandboxBank.Standing;
import io.kosh.rails.UpiLink;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// A UPI app, as a payer's phone has one: it opens a link or the picture of a code, or shows what a VPA is asked for,
/// and pays from one of some accounts, each of which ends differently.
@Controller
@OnlyInSandbox
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class UpiAppPageController extends BillPageController {
    private static final String APP = SANDBOX + "/upi-app";
    private static final String BILL = APP + "/{token}";
    private static final Set<Kind> KINDS = EnumSet.of(Kind.UPI_COLLECT, Kind.UPI_LINK);
    private static final String PIN = "[0-9]{4}|[0-9]{6}";
    private static final String WRONG_PIN = "0+";
    private static final String PAYER = "asha@sandbox";

    UpiAppPageController(SandboxBank bank, MasterKey key, Settings settings) {
        super(bank, key, settings);
    }

    /// What a payment can be made from.
    enum Account {
        SAVINGS(Ending.PAID),
        EMPTY(Ending.NO_FUNDS),
        LIMITED(Ending.LIMIT),
        SLOW(Ending.PAID_SLOWLY),
        LATE(Ending.FAILED_THEN_PAID),
        SILENT(Ending.NEVER_TOLD);

        private final Ending ending;

        Account(Ending ending) {
            this.ending = ending;
        }

        static Account of(String name) {
            for (Account account : values()) {
                if (account.name().equals(name)) {
                    return account;
                }
            }
            return SAVINGS;
        }
    }

    /// Why a link or a picture cannot be paid.
    enum Problem {
        PICTURE,
        LINK,
        STATIC,
        UNEXPECTED,
        ALTERED,
        VPA
    }

    @GetMapping(APP)
    String app(
            @RequestParam(required = false) @Nullable String link,
            @RequestParam(required = false) @Nullable String vpa,
            @RequestParam(required = false) @Nullable String problem,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Visitor visitor = visitor(request, response);
        Problem seen = Problem.PICTURE.name().equals(problem) ? Problem.PICTURE : null;
        if (link != null && !link.isBlank()) {
            UpiLink read = link(link);
            Bill bill = read == null || read.reference() == null ? null : bank().findByLink(read.reference());
            seen = problem(read, bill);
            if (seen == null && bill != null) {
                return "redirect:" + APP + "/" + bill.token();
            }
        }
        List<Sheet> waiting = null;
        if (vpa != null && !vpa.isBlank()) {
            String asked = vpa.strip().toLowerCase(Locale.ROOT);
            if (UpiLink.isVpa(asked)) {
                waiting = bank().waitingAt(asked).stream()
                        .map(each -> Sheet.of(each, APP + "/"))
                        .toList();
            } else {
                seen = Problem.VPA;
            }
        }
        if (seen != null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        model.addAttribute("here", "sandbox");
        model.addAttribute("formToken", visitor.formToken());
        model.addAttribute("problem", seen == null ? null : seen.name());
        model.addAttribute("link", link);
        model.addAttribute("vpa", vpa);
        model.addAttribute("waiting", waiting);
        return "upi-app";
    }

    private static @Nullable UpiLink link(String text) {
        BharatQr code = BharatQr.read(text.strip());
        return code == null ? UpiLink.read(text) : code.link();
    }

    /// Null where the link is just what somebody expects to be paid.
    private static @Nullable Problem problem(@Nullable UpiLink link, @Nullable Bill bill) {
        if (link == null) {
            return Problem.LINK;
        }
        if (link.reference() == null) {
            return Problem.STATIC;
        }
        if (bill == null || bill.kind() != Kind.UPI_LINK) {
            return Problem.UNEXPECTED;
        }
        Long amount = link.amountMinor();
        return amount != null && amount != bill.amountMinor() ? Problem.ALTERED : null;
    }

    /// Opens the picture of a code.
    @PostMapping(APP + "/picture")
    String picture(
            @RequestBody byte[] body,
            @RequestHeader(name = "Content-Type", defaultValue = "") String type,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes onward) {
        FormParts parts = FormParts.of(body, type);
        sender(request, response, parts.text("form_token"));
        byte[] picture = parts.bytes("picture");
        String text = picture == null ? null : QrPicture.read(picture);
        if (text == null) {
            onward.addAttribute("problem", Problem.PICTURE.name());
        } else {
            onward.addAttribute("link", text);
        }
        return "redirect:" + APP;
    }

    @GetMapping(BILL)
    String look(@PathVariable String token, HttpServletRequest request, HttpServletResponse response, Model model) {
        Bill bill = bill(token, KINDS);
        return bill == null
                ? gone(request, response, model)
                : shown(bill, Account.SAVINGS, visitor(request, response), response, model);
    }

    private String shown(Bill bill, Account chosen, Visitor visitor, HttpServletResponse response, Model model) {
        Sheet sheet = Sheet.of(bill, APP + "/");
        model.addAttribute("app", APP);
        if (!sheet.open()) {
            return result(sheet, visitor, response, model);
        }
        model.addAttribute("accounts", Account.values());
        model.addAttribute("chosen", chosen);
        model.addAttribute("payer", bill.kind() == Kind.UPI_COLLECT ? bill.with() : PAYER);
        return view("upi-pay", sheet, visitor, model);
    }

    /// Whether the bank is still at work: nothing to read once it is not.
    @GetMapping(BILL + "/state")
    ResponseEntity<Void> state(@PathVariable String token, HttpServletRequest request, HttpServletResponse response) {
        visitor(request, response);
        Bill bill = bill(token, KINDS);
        boolean underWay = bill != null && bill.standing() == Standing.UNDER_WAY;
        return ResponseEntity.status(underWay ? HttpStatus.ACCEPTED : HttpStatus.NO_CONTENT)
                .build();
    }

    /// Pays, declines or lets the time pass.
    @PostMapping(value = BILL, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    String pay(
            @PathVariable String token,
            @RequestParam(name = "do", defaultValue = "") String what,
            @RequestParam(defaultValue = "") String account,
            @RequestParam(defaultValue = "") String pin,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Visitor visitor = sender(request, response);
        Bill bill = bill(token, KINDS);
        if (bill == null) {
            return gone(request, response, model);
        }
        Account from = Account.of(account);
        Ending ending = switch (what) {
            case "pay" -> pin.matches(WRONG_PIN) ? Ending.WRONG_PIN : from.ending;
            case "decline" -> Ending.DECLINED;
            case "expire" -> Ending.EXPIRED;
            default -> null;
        };
        if (what.equals("pay") && !pin.matches(PIN)) {
            wrong("pin", response, model);
            return shown(bill, from, visitor, response, model);
        }
        if (ending != null) {
            bank().choose(token, ending, bill.kind() == Kind.UPI_COLLECT ? null : PAYER);
        }
        return "redirect:" + APP + "/" + bill.token();
    }
}
