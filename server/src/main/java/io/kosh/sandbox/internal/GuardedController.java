package io.kosh.sandbox.internal;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Moment;
import io.kosh.platform.OwnPageController;
import io.kosh.platform.RequestContext;
import io.kosh.platform.Settings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/// What the sandbox's pages have in common: whose sandbox they show, and their frame.
abstract class GuardedController extends OwnPageController {
    static final String COMPANY_PAGE = "redirect:/sandbox/page/company";

    private static final String COMPANY = "kosh-company";

    private final Visits visits;
    private final Clocks clocks;

    GuardedController(Visits visits, Clocks clocks, Settings settings) {
        super(visits.key(), settings, "/sandbox");
        this.visits = visits;
        this.clocks = clocks;
    }

    /// Who asks for a page.
    Visit visit(HttpServletRequest request, HttpServletResponse response) {
        return visit(visitor(request, response), request);
    }

    private Visit visit(Visitor visitor, HttpServletRequest request) {
        return visits.visit(visitor.formToken(), cookie(request, COMPANY));
    }

    /// Who sends a form.
    Visit form(HttpServletRequest request, HttpServletResponse response) {
        Visit visit = visit(sender(request, response), request);
        if (visit.company() != null) {
            RequestContext.current().about(visit.known());
        }
        return visit;
    }

    /// A stream is opened by a page of ours; browsers say so.
    Visit listener(HttpServletRequest request, HttpServletResponse response) {
        String from = request.getHeader("Sec-Fetch-Site");
        if (from != null && !from.equals("same-origin")) {
            throw Refusal.of(CommonError.PAGE_ELSEWHERE, CommonError.PAGE_ELSEWHERE.meaning());
        }
        return visit(request, response);
    }

    void keepCompany(HttpServletResponse response, String sealed) {
        keep(response, COMPANY, sealed);
    }

    void forgetCompany(HttpServletResponse response) {
        forget(response, COMPANY);
    }

    /// What the frame of every view shows.
    String view(String name, String tab, Visit visit, Model model) {
        var time = clocks.show(visit.known());
        model.addAttribute("here", "sandbox");
        model.addAttribute("tab", tab);
        model.addAttribute("visit", visit);
        model.addAttribute("frozen", time.state().frozen());
        model.addAttribute("now", Moment.of(time.now()));
        return name;
    }

    /// A view that says what was wrong with a form.
    static void refused(Refusal refusal, HttpServletResponse response, Model model) {
        response.setStatus(refusal.code().kind().status());
        model.addAttribute("problem", refusal.detail());
        model.addAttribute("problemField", refusal.field());
    }

    /// A field of a form, null where it was left empty.
    static @Nullable String text(Map<String, String> given, String name) {
        String value = given.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /// A field of a form that takes a whole number.
    static @Nullable Long number(Map<String, String> given, String name) {
        String value = text(given, name);
        if (value == null) {
            return null;
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException _) {
            throw Fields.invalid(name, "must be a whole number");
        }
    }
}
