package io.kosh.portal.internal;

import io.kosh.platform.DemoFacts;
import io.kosh.platform.Envelope;
import io.kosh.platform.OwnAddress;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The pages for people: start, reference, error codes.
@Controller
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class PageController {
    private static final int LONGEST_QUESTION = 100;

    private final ApiReference reference;
    private final DemoFacts demo;
    private final Settings settings;

    PageController(ApiReference reference, DemoFacts demo, Settings settings) {
        this.reference = reference;
        this.demo = demo;
        this.settings = settings;
    }

    @GetMapping("/")
    String start(HttpServletRequest request, Model model) {
        Map<String, Object> facts = OwnAddress.isNamed(request.getServerName(), settings) ? demo.read() : Map.of();
        String baseUrl = settings.baseUrl().toString();
        String demoFile = settings.dataDir().resolve("demo.json").toString();
        model.addAttribute("here", "start");
        model.addAttribute("profile", settings.profile().word());
        model.addAttribute("baseUrl", baseUrl);
        model.addAttribute("demoFile", demoFile);
        model.addAttribute("facts", facts);
        model.addAttribute("quickStart", QuickStart.steps(baseUrl, demoFile));
        model.addAttribute("people", facts.get("userIds") instanceof List<?> ids ? ids : List.of());
        return "start";
    }

    @GetMapping("/docs")
    String docs(@RequestParam(defaultValue = "") String q, Model model) {
        String question = q.length() > LONGEST_QUESTION ? q.substring(0, LONGEST_QUESTION) : q;
        model.addAttribute("here", "docs");
        model.addAttribute("question", question);
        model.addAttribute(
                "groups", reference.groups(question, settings.baseUrl().toString()));
        return "docs";
    }

    @GetMapping("/docs/errors")
    String errors(Model model) {
        model.addAttribute("here", "errors");
        model.addAttribute("contexts", reference.errors());
        return "errors";
    }
}
