package io.kosh.sandbox.internal;

import io.kosh.messages.Channel;
import io.kosh.platform.Envelope;
import io.kosh.platform.Moment;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The page of what was written to people.
@Controller
@SandboxOnly
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class InboxPageController extends GuardedController {
    private static final String PATH = "/sandbox/page/inbox";
    private static final long SHOWN = 50;

    private final Inbox inbox;

    InboxPageController(Visits visits, Clocks clocks, Settings settings, Inbox inbox) {
        super(visits, clocks, settings);
        this.inbox = inbox;
    }

    record Line(
            String messageId,
            Moment at,
            String channel,
            String kind,
            String from,
            String to,
            String title,
            String text,
            @Nullable String otp) {
        static Line of(InboxMessage message) {
            return new Line(
                    message.messageId(),
                    Moment.of(message.at()),
                    message.channel().name(),
                    message.kind(),
                    message.from(),
                    message.to(),
                    EventLine.text(message.subject()),
                    message.text(),
                    message.otp());
        }
    }

    record Narrowing(String to, String channel) {}

    @GetMapping(PATH)
    String inbox(
            @RequestParam Map<String, String> given,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Visit visit = visit(request, response);
        if (visit.company() == null) {
            return COMPANY_PAGE;
        }
        String to = text(given, "to");
        Channel channel = channel(text(given, "channel"));
        Page.Request page = Page.Request.of(text(given, "cursor"), SHOWN);
        var shown = Page.of(
                        inbox.page(visit.known().key(), new InboxMessage.Filter(to, channel), page),
                        page,
                        InboxMessage::id)
                .map(Line::of);
        model.addAttribute("narrowing", new Narrowing(EventLine.text(to), EventLine.text(channel)));
        model.addAttribute("narrowed", to != null || channel != null);
        model.addAttribute("messages", shown.items());
        model.addAttribute("older", shown.nextCursor());
        return view("sandbox-inbox", "inbox", visit, model);
    }

    /// Anything unknown is no bound.
    private static @Nullable Channel channel(@Nullable String asked) {
        if (asked == null) {
            return null;
        }
        return switch (asked) {
            case "MAIL" -> Channel.MAIL;
            case "SMS" -> Channel.SMS;
            default -> null;
        };
    }

    @PostMapping("/sandbox/do/inbox/empty")
    String empty(HttpServletRequest request, HttpServletResponse response) {
        Visit visit = form(request, response);
        if (visit.company() == null) {
            return COMPANY_PAGE;
        }
        inbox.clear(visit.known().key());
        return "redirect:" + PATH;
    }
}
