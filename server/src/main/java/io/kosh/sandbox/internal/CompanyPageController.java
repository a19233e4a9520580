package io.kosh.sandbox.internal;

import io.kosh.kernel.Refusal;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.Settings;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The page on which one says whose sandbox to look at.
@Controller
@SandboxOnly
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class CompanyPageController extends GuardedController {
    private static final String EVENTS = "redirect:/sandbox";

    private final Visits visits;

    CompanyPageController(Visits visits, Clocks clocks, Settings settings) {
        super(visits, clocks, settings);
        this.visits = visits;
    }

    @GetMapping("/sandbox/page/company")
    String company(HttpServletRequest request, HttpServletResponse response, Model model) {
        return company(visit(request, response), "", model);
    }

    private String company(Visit visit, String companyId, Model model) {
        model.addAttribute("companyId", companyId);
        model.addAttribute("here", "sandbox");
        model.addAttribute("visit", visit);
        return visit.company() == null ? "sandbox-company" : view("sandbox-company", "company", visit, model);
    }

    @PostMapping("/sandbox/do/sign-in")
    String signIn(
            @RequestParam(defaultValue = "") String token,
            @RequestParam(defaultValue = "") String companyId,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        Visit visit = form(request, response);
        try {
            keepCompany(response, visits.signIn(token, companyId));
            return EVENTS;
        } catch (Refusal refusal) {
            refused(refusal, response, model);
            return company(visit, companyId, model);
        }
    }

    /// Somebody who loads the answer to a form again, in another language for example.
    @GetMapping("/sandbox/do/**")
    String back() {
        return EVENTS;
    }

    /// Back to the demo company, where there is one.
    @PostMapping("/sandbox/do/sign-out")
    String signOut(HttpServletRequest request, HttpServletResponse response) {
        form(request, response);
        forgetCompany(response);
        return EVENTS;
    }
}
