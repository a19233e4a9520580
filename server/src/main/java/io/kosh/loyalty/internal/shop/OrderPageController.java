package io.kosh.loyalty.internal.shop;

import io.kosh.cards.HolderSessions.SignedIn;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Envelope;
import io.kosh.platform.Moment;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The pages of what was ordered. The codes of vouchers are shown by themselves the first time that somebody
/// looks at an order that has them, and later only when they are asked for.
@Controller
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class OrderPageController extends ShopPageController {
    private static final String ORDERS = SHOP + "/orders";
    private static final int SHOWN = 20;
    private static final int GROUP = 4;

    private final Orders orders;
    private final OrderSearches searches;
    private final VoucherShowings showings;

    OrderPageController(ShopVisits visits, Orders orders, OrderSearches searches, VoucherShowings showings) {
        super(visits);
        this.orders = orders;
        this.searches = searches;
        this.showings = showings;
    }

    private static String toneOf(OrderState state) {
        return switch (state) {
            case PENDING, PROCESSING -> "";
            case SUCCESS -> "good";
            case PARTIAL_SUCCESS -> "note";
            case FAILED -> "bad";
        };
    }

    /// An order in the list.
    record Past(String id, String what, String picture, Moment at, String price, String state, String tone) {
        static Past of(VoucherOrder order) {
            return new Past(
                    order.id(),
                    order.lines().stream()
                            .map(VoucherOrder.Line::brand)
                            .distinct()
                            .collect(Collectors.joining(", ")),
                    pictureOf(order.lines().getFirst()),
                    Moment.of(order.createdAt()),
                    ShopTexts.points(order.state().isOpen() ? order.price() : order.paid()),
                    order.state().name(),
                    toneOf(order.state()));
        }
    }

    private static String pictureOf(VoucherOrder.Line line) {
        return ShopTexts.picture(line.productId(), Pictures.Kind.LOGO_IMAGE_SMALL);
    }

    /// What was ordered of one amount.
    record Ordered(String brand, String picture, String worth, int quantity, int filled, String total) {
        static Ordered of(VoucherOrder.Line line) {
            return new Ordered(
                    line.brand(),
                    pictureOf(line),
                    ShopTexts.rupees(line.face()),
                    line.quantity(),
                    line.filled(),
                    ShopTexts.points(line.price() * line.quantity()));
        }
    }

    /// An order on a page of its own.
    ///
    /// @param back     what of its price was not spent
    /// @param refunded what was given back since
    record OrderDetails(
            String id,
            String state,
            String tone,
            boolean open,
            String price,
            String paid,
            String back,
            String refunded,
            int quantity,
            int filled,
            Moment at,
            List<Ordered> lines) {
        static OrderDetails of(VoucherOrder order) {
            boolean open = order.state().isOpen();
            return new OrderDetails(
                    order.id(),
                    order.state().name(),
                    toneOf(order.state()),
                    open,
                    ShopTexts.points(order.price()),
                    ShopTexts.points(order.paid()),
                    ShopTexts.points(open ? 0 : order.price() - order.paid()),
                    ShopTexts.points(order.priceOfRefunded()),
                    order.quantity(),
                    order.filled(),
                    Moment.of(order.createdAt()),
                    order.lines().stream().map(Ordered::of).toList());
        }
    }

    /// A voucher with its code.
    ///
    /// @param pin null where it has none
    record Ticket(
            String brand,
            String picture,
            String worth,
            String code,
            String grouped,
            @Nullable String pin,
            String until) {
        static Ticket of(VoucherOrder order, Vouchers.Shown shown) {
            VoucherOrder.Line line = order.lines().stream()
                    .filter(each -> each.number() == shown.line())
                    .findFirst()
                    .orElseThrow();
            String code = shown.code().value();
            String pin = shown.pin().value();
            return new Ticket(
                    line.brand(),
                    pictureOf(line),
                    ShopTexts.rupees(line.face()),
                    code,
                    code.matches("[0-9]+") ? code.replaceAll("(.{" + GROUP + "})(?=.)", "$1 ") : code,
                    pin.isEmpty() ? null : pin,
                    Moment.day(LocalDate.ofInstant(shown.expiresAt(), BusinessClock.ZONE)));
        }

        @Override
        public String toString() {
            return "a voucher";
        }
    }

    @GetMapping(ORDERS)
    String list(
            @RequestParam(name = "page", defaultValue = "1") String asked,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        SignedIn signedIn = holder(request, response);
        int number = page(asked);
        List<VoucherOrder> found =
                searches.of(ShopVisits.shopper(signedIn), new Part((long) (number - 1) * SHOWN, SHOWN + 1));
        model.addAttribute("orders", found.stream().limit(SHOWN).map(Past::of).toList());
        model.addAttribute("number", number);
        model.addAttribute("more", found.size() > SHOWN);
        frame("orders", signedIn, model);
        return "rewards-orders";
    }

    @GetMapping(ORDERS + "/{orderId}")
    String order(@PathVariable String orderId, HttpServletRequest request, HttpServletResponse response, Model model) {
        SignedIn signedIn = holder(request, response);
        VoucherOrder order = own(signedIn, orderId);
        return details(
                signedIn,
                order,
                looks(request) ? showings.first(signedIn.company().key(), order) : null,
                model);
    }

    /// Shows the codes once more, under the address of the order: loaded again, it hides them.
    @PostMapping(ORDERS + "/{orderId}")
    String show(@PathVariable String orderId, HttpServletRequest request, HttpServletResponse response, Model model) {
        SignedIn signedIn = form(request, response);
        VoucherOrder order = own(signedIn, orderId);
        return details(signedIn, order, showings.again(signedIn.company().key(), order), model);
    }

    /// Whether it is still on its way, for the page that waits: 202 while it is, 204 when it has ended.
    @GetMapping(ORDERS + "/{orderId}/state")
    ResponseEntity<Void> state(@PathVariable String orderId, HttpServletRequest request, HttpServletResponse response) {
        boolean open = own(holder(request, response), orderId).state().isOpen();
        return ResponseEntity.status(open ? HttpStatus.ACCEPTED : HttpStatus.NO_CONTENT)
                .build();
    }

    private VoucherOrder own(SignedIn signedIn, String orderId) {
        try {
            VoucherOrder order = orders.find(signedIn.company(), orderId);
            if (order.userId().equals(signedIn.userId())) {
                return order;
            }
        } catch (Refusal refusal) {
            if (refusal.code() != ShopError.ORDER_UNKNOWN) {
                throw refusal;
            }
        }
        throw new Instead(Why.MISSING);
    }

    private String details(SignedIn signedIn, VoucherOrder order, @Nullable List<Vouchers.Shown> shown, Model model) {
        model.addAttribute("order", OrderDetails.of(order));
        model.addAttribute(
                "shown",
                shown == null
                        ? null
                        : shown.stream().map(each -> Ticket.of(order, each)).toList());
        frame("orders", signedIn, model);
        return "rewards-order";
    }
}
