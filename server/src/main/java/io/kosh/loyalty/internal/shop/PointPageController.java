package io.kosh.loyalty.internal.shop;

import io.kosh.cards.HolderSessions.SignedIn;
import io.kosh.cards.PointHistory;
import io.kosh.cards.PointHistory.Movement;
import io.kosh.platform.Envelope;
import io.kosh.platform.Moment;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The page of a holder's points: what came, what went.
@Controller
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class PointPageController extends ShopPageController {
    private static final int SHOWN = 30;

    private final PointHistory points;

    PointPageController(ShopVisits visits, PointHistory points) {
        super(visits);
        this.points = points;
    }

    /// A movement as a line.
    record MovementLine(
            String what, @Nullable String remarks, Moment at, boolean credit, String amount, String balance) {
        static MovementLine of(Movement movement) {
            return new MovementLine(
                    movement.what(),
                    movement.remarks(),
                    Moment.of(movement.at()),
                    movement.credit(),
                    ShopTexts.points(movement.amount()),
                    ShopTexts.points(movement.balance()));
        }
    }

    @GetMapping(SHOP + "/points")
    String statement(
            @RequestParam(name = "page", defaultValue = "1") String asked,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        SignedIn signedIn = holder(request, response);
        int number = page(asked);
        List<Movement> found =
                points.movements(signedIn.company(), signedIn.cardId(), (long) (number - 1) * SHOWN, SHOWN + 1);
        model.addAttribute(
                "movements", found.stream().limit(SHOWN).map(MovementLine::of).toList());
        model.addAttribute("number", number);
        model.addAttribute("more", found.size() > SHOWN);
        frame("points", signedIn, model);
        return "rewards-points";
    }
}
