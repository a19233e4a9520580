package io.kosh.sandbox.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.DueWork;
import io.kosh.platform.Envelope;
import io.kosh.platform.Moment;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import io.kosh.sandbox.internal.ClockController.MoveRequest;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The page that moves the company's business time.
@Controller
@SandboxOnly
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class TimePageController extends GuardedController {
    private static final int SHOWN = 200;
    private static final String VIEW = "sandbox-time";

    private final Clocks clocks;

    TimePageController(Visits visits, Clocks clocks, Settings settings) {
        super(visits, clocks, settings);
        this.clocks = clocks;
    }

    /// A piece of work that ran.
    record FiredLine(String work, String subject, Moment dueAt, boolean done, String outcome) {
        static FiredLine of(DueWork.Fired fired) {
            return new FiredLine(
                    fired.work(), fired.subject(), Moment.of(fired.dueAt()), fired.done(), fired.outcome());
        }
    }

    /// What a move did.
    record MovedText(
            int steps,
            int firedCount,
            List<FiredLine> fired,
            @Nullable String stopped) {}

    @GetMapping("/sandbox/page/time")
    String time(HttpServletRequest request, HttpServletResponse response, Model model) {
        Visit visit = visit(request, response);
        return visit.company() == null ? COMPANY_PAGE : view(visit, model);
    }

    private String view(Visit visit, Model model) {
        model.addAttribute(
                "localNow",
                LocalDateTime.ofInstant(clocks.show(visit.known()).now(), BusinessClock.ZONE)
                        .withSecond(0)
                        .withNano(0)
                        .toString());
        return view(VIEW, "time", visit, model);
    }

    /// @param move `freeze`, `resume`, `to`, `advance`, or how far to advance
    @PostMapping("/sandbox/do/time")
    String move(
            @RequestParam(defaultValue = "") String move,
            @RequestParam(defaultValue = "") String far,
            @RequestParam(defaultValue = "") String to,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Visit visit = form(request, response);
        if (visit.company() == null) {
            return COMPANY_PAGE;
        }
        try {
            Clocks.Moved moved = asked(move, far, to).move(clocks, visit.known());
            model.addAttribute(
                    "moved",
                    new MovedText(
                            moved.steps(),
                            moved.fired().size(),
                            moved.fired().stream()
                                    .limit(SHOWN)
                                    .map(FiredLine::of)
                                    .toList(),
                            moved.stopped()));
        } catch (Refusal refusal) {
            refused(refusal, response, model);
            model.addAttribute("far", far);
            model.addAttribute("to", to);
        }
        return view(visit, model);
    }

    private static MoveRequest asked(String move, String far, String to) {
        return switch (move) {
            case "freeze" -> new MoveRequest(true, null, null, null);
            case "resume" -> new MoveRequest(null, null, null, true);
            case "to" -> new MoveRequest(null, null, instant(to), null);
            case "advance" ->
                new MoveRequest(null, Fields.text("advance", far, 40).strip(), null, null);
            default -> new MoveRequest(null, move, null, null);
        };
    }

    /// What a field for a date and a time of the day gives, in Indian time.
    private static String instant(String to) {
        try {
            return LocalDateTime.parse(Fields.text("to", to, 40))
                    .atZone(BusinessClock.ZONE)
                    .toInstant()
                    .toString();
        } catch (DateTimeParseException _) {
            throw Fields.invalid("to", "must be a date and a time of the day");
        }
    }
}
