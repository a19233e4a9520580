package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import io.kosh.sandbox.CardLine;
import io.kosh.sandbox.SwipeableCards;
import io.kosh.sandbox.SwipeableCards.Face;
import io.kosh.sandbox.internal.Swipe.Stamp;
import io.kosh.sandbox.internal.Swipe.Ticket;
import io.kosh.sandbox.internal.SwipeTerminal.Exchange;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The page of a terminal: it swipes one of the company's cards through the port of card messages, as any
/// terminal would.
@Controller
@SandboxOnly
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class SwipePageController extends GuardedController {
    private static final int SHOWN = 100;
    private static final Map<String, String> FIRST =
            Map.of("kind", "0100", "channel", "POS", "category", "5812", "merchant", "Udupi Cafe", "amount", "250.00");

    private final SwipeTerminal terminal;
    private final ObjectProvider<SwipeableCards> cards;
    private final Clock clock;

    SwipePageController(
            Visits visits,
            Clocks clocks,
            Settings settings,
            SwipeTerminal terminal,
            ObjectProvider<SwipeableCards> cards,
            Clock clock) {
        super(visits, clocks, settings);
        this.terminal = terminal;
        this.cards = cards;
        this.clock = clock;
    }

    /// Where the terminal is connected to.
    private @Nullable String address() {
        CardLine.Line line = terminal.line();
        return line == null
                ? null
                : line.address().getAddress().getHostAddress() + ":"
                        + line.address().getPort();
    }

    @GetMapping({"/sandbox/page/swipe", "/sandbox/swipe"})
    String swipe(HttpServletRequest request, HttpServletResponse response, Model model) {
        Visit visit = visit(request, response);
        return visit.company() == null ? COMPANY_PAGE : view(visit, FIRST, model);
    }

    private String view(Visit visit, Map<String, String> given, Model model) {
        SwipeableCards from = cards.getIfAvailable();
        model.addAttribute(
                "cards", from == null ? List.of() : from.latest(visit.known().key(), SHOWN));
        model.addAttribute("given", given);
        model.addAttribute("channels", Swipe.Channel.values());
        model.addAttribute("address", address());
        return view("sandbox-swipe", "swipe", visit, model);
    }

    private Face face(CompanyKey company, String cardId) {
        SwipeableCards from = cards.getIfAvailable();
        Face face = from == null ? null : from.face(company, cardId);
        if (face == null) {
            throw Refusal.of(SandboxError.SWIPED_CARD_UNKNOWN, SandboxError.SWIPED_CARD_UNKNOWN.meaning());
        }
        return face;
    }

    @PostMapping("/sandbox/do/swipe")
    String swipe(
            @RequestParam Map<String, String> given,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Visit visit = form(request, response);
        if (visit.company() == null) {
            return COMPANY_PAGE;
        }
        try {
            Swipe swipe = Swipe.of(given);
            Face face = face(visit.known().key(), swipe.cardId());
            Exchange exchange = terminal.send(swipe.asks(
                    "0200".equals(given.get("kind")),
                    "yes".equals(given.get("partial")),
                    face,
                    Stamp.of(clock.instant(), null),
                    pinBlock(given, face)));
            model.addAttribute("ticket", Ticket.of(exchange.asked()));
            model.addAttribute("swiped", swipe);
            model.addAttribute("result", SwipeResult.of(exchange));
        } catch (Refusal refusal) {
            refused(refusal, response, model);
        }
        return view(visit, given, model);
    }

    private @Nullable String pinBlock(Map<String, String> given, Face face) {
        String pin = text(given, "pin");
        if (pin == null) {
            return null;
        }
        if (!pin.matches("[0-9]{4,12}")) {
            throw Fields.invalid("pin", "is four digits");
        }
        return terminal.pinBlock(pin, face.number());
    }

    /// What follows a swipe: its reversal, its clearing, a refund.
    @PostMapping("/sandbox/do/swipe/follow")
    String follow(
            @RequestParam Map<String, String> given,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Visit visit = form(request, response);
        if (visit.company() == null) {
            return COMPANY_PAGE;
        }
        try {
            Swipe swipe = Swipe.of(given);
            Ticket ticket = Ticket.of(given);
            long part = Swipe.paise("part", given.get("part"));
            Face face = face(visit.known().key(), swipe.cardId());
            Stamp stamp = Stamp.of(clock.instant(), ticket.reference());
            TerminalMessage message = switch (given.getOrDefault("do", "")) {
                case "reverse" -> swipe.reverses(ticket, face, stamp, part);
                case "capture" -> swipe.clears(ticket, face, stamp, part);
                case "refund" -> swipe.refunds(ticket, face, stamp, part);
                default -> throw Fields.invalid("do", "is reverse, capture or refund");
            };
            model.addAttribute("ticket", ticket);
            model.addAttribute("swiped", swipe);
            model.addAttribute("result", SwipeResult.of(terminal.send(message)));
        } catch (Refusal refusal) {
            refused(refusal, response, model);
        }
        return view(visit, given, model);
    }
}
