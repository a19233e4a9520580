package io.kosh.rails.counterpart;

import io.kosh.kernel.Secret;
import io.kosh.platform.Envelope;
import io.kosh.platform.MasterKey;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import io.kosh.rails.NetBankingRail;
import io.kosh.rails.PayLaterRail;
import io.kosh.rails.SandboxBank;
import io.kosh.rails.SandboxBank.Bill;
import io.kosh.rails.SandboxBank.Ending;
import io.kosh.rails.SandboxBank.Kind;
import io.kosh.rails.WalletRail;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The pages that a shop sends a payer to: a bank's own, that of 3-D Secure, a wallet's and a lender's. When the bill
/// has ended, the browser goes back to the shop.
@Controller
@OnlyInSandbox
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class BankPageController extends BillPageController {
    private static final String BANK = SANDBOX + "/bank/";
    private static final String CARD = SANDBOX + "/three-d-secure/";
    private static final String WALLET = SANDBOX + "/wallet/";
    private static final String LENDER = SANDBOX + "/lender/";
    private static final String TOKEN = "{token}";
    private static final String CODE = "/code";
    private static final int LONGEST_USER = 100;
    private static final int LONGEST_CODE = 16;

    private static final Map<Kind, String> PATHS =
            Map.of(Kind.NET_BANKING, BANK, Kind.CARD, CARD, Kind.WALLET, WALLET, Kind.PAY_LATER, LENDER);

    /// What can be chosen without a code; a bank's page and a card's pay by their code alone.
    private static final Set<Ending> OTHERS = EnumSet.of(
            Ending.DECLINED,
            Ending.NO_FUNDS,
            Ending.LIMIT,
            Ending.PAID_SLOWLY,
            Ending.FAILED_THEN_PAID,
            Ending.NEVER_TOLD,
            Ending.EXPIRED);

    private final NetBankingRail banks;
    private final WalletRail wallets;
    private final PayLaterRail lenders;

    BankPageController(
            SandboxBank bank,
            MasterKey key,
            Settings settings,
            NetBankingRail banks,
            WalletRail wallets,
            PayLaterRail lenders) {
        super(bank, key, settings);
        this.banks = banks;
        this.wallets = wallets;
        this.lenders = lenders;
    }

    @GetMapping({BANK + TOKEN, CARD + TOKEN, WALLET + TOKEN, LENDER + TOKEN})
    String look(@PathVariable String token, HttpServletRequest request, HttpServletResponse response, Model model) {
        Bill bill = bill(token, request);
        if (bill == null) {
            return gone(request, response, model);
        }
        return shown(bill, "payer-" + step(bill), request, response, model);
    }

    /// The bank's page after its sign-in.
    @GetMapping(BANK + TOKEN + CODE)
    String lookForCode(
            @PathVariable String token, HttpServletRequest request, HttpServletResponse response, Model model) {
        Bill bill = bill(token, request);
        if (bill == null) {
            return gone(request, response, model);
        }
        return shown(bill, "payer-code", request, response, model);
    }

    /// The page of the bill's first step.
    private static String step(Bill bill) {
        return switch (bill.kind()) {
            case NET_BANKING -> "sign-in";
            case CARD -> "code";
            case WALLET, PAY_LATER, UPI_COLLECT, UPI_LINK -> "approve";
        };
    }

    private String shown(
            Bill bill, String name, HttpServletRequest request, HttpServletResponse response, Model model) {
        Visitor visitor = visitor(request, response);
        Sheet sheet = sheet(bill);
        model.addAttribute("who", who(bill));
        if (!sheet.open()) {
            return result(sheet, visitor, response, model);
        }
        model.addAttribute("others", OTHERS);
        model.addAttribute("otp", bank().otp());
        return view(name, sheet, visitor, model);
    }

    private static Sheet sheet(Bill bill) {
        return Sheet.of(bill, PATHS.getOrDefault(bill.kind(), SANDBOX));
    }

    /// The bill of just this page.
    private @Nullable Bill bill(String token, HttpServletRequest request) {
        Bill bill = bill(token, PATHS.keySet());
        return bill != null && request.getRequestURI().startsWith(PATHS.getOrDefault(bill.kind(), "?")) ? bill : null;
    }

    /// The bank, as payers know it; its code where the lists do not have it. Of a card nobody but the issuer is known.
    private String who(Bill bill) {
        return switch (bill.kind()) {
            case NET_BANKING -> name(banks.banks(), NetBankingRail.Bank::code, NetBankingRail.Bank::name, bill.with());
            case WALLET -> name(wallets.wallets(), WalletRail.Wallet::code, WalletRail.Wallet::name, bill.with());
            case PAY_LATER ->
                name(
                        lenders.options(bill.amountMinor()),
                        PayLaterRail.Option::id,
                        PayLaterRail.Option::name,
                        bill.with());
            case CARD, UPI_COLLECT, UPI_LINK -> bill.with();
        };
    }

    @FunctionalInterface
    private interface Word<T> {
        String of(T item);
    }

    private static <T> String name(Collection<T> items, Word<T> code, Word<T> name, String wanted) {
        return items.stream()
                .filter(each -> code.of(each).equals(wanted))
                .map(name::of)
                .findFirst()
                .orElse(wanted);
    }

    /// Signs in to the bank; it takes anybody.
    @PostMapping(BANK + TOKEN)
    String signIn(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String user,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        sender(request, response);
        Bill bill = bill(token, request);
        if (bill == null) {
            return gone(request, response, model);
        }
        if (user.isBlank() || user.length() > LONGEST_USER) {
            wrong("user", response, model);
            return shown(bill, "payer-sign-in", request, response, model);
        }
        return "redirect:" + sheet(bill).path() + CODE;
    }

    /// Gives the code that the bank has sent.
    @PostMapping({BANK + TOKEN + CODE, CARD + TOKEN})
    String giveCode(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String otp,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        sender(request, response);
        Bill bill = bill(token, request);
        if (bill == null) {
            return gone(request, response, model);
        }
        String given = otp.strip();
        if (given.isEmpty() || given.length() > LONGEST_CODE) {
            wrong("empty", response, model);
            return shown(bill, "payer-code", request, response, model);
        }
        Bill after = bank().giveOtp(token, new Secret<>(given));
        if (after == null) {
            return gone(request, response, model);
        }
        if (sheet(after).open()) {
            wrong("otp", response, model);
            return shown(after, "payer-code", request, response, model);
        }
        return "redirect:" + sheet(after).path();
    }

    /// Pays by the wallet, or with the lender's money.
    @PostMapping({WALLET + TOKEN, LENDER + TOKEN})
    String approve(@PathVariable String token, HttpServletRequest request, HttpServletResponse response, Model model) {
        sender(request, response);
        return ended(token, Ending.PAID, request, response, model);
    }

    /// Has something else happen.
    @PostMapping({BANK + TOKEN + "/end", CARD + TOKEN + "/end", WALLET + TOKEN + "/end", LENDER + TOKEN + "/end"})
    String end(
            @PathVariable String token,
            @RequestParam Map<String, String> given,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        sender(request, response);
        return ended(token, ending(given, OTHERS), request, response, model);
    }

    private String ended(
            String token,
            @Nullable Ending ending,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Bill bill = bill(token, request);
        if (bill == null) {
            return gone(request, response, model);
        }
        if (ending != null) {
            bank().choose(token, ending, null);
        }
        return "redirect:" + sheet(bill).path();
    }
}
