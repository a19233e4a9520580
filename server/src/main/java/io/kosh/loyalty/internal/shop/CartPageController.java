package io.kosh.loyalty.internal.shop;

import io.kosh.cards.HolderSessions.SignedIn;
import io.kosh.kernel.IdShape;
import io.kosh.kernel.Refusal;
import io.kosh.loyalty.internal.shop.Carts.Filled;
import io.kosh.loyalty.internal.shop.Orders.Basket;
import io.kosh.loyalty.internal.shop.Orders.Wanted;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The page of the cart, and ordering what is in it. The form for that carries a reference that was minted with the
/// page, so that sending it twice is one order.
@Controller
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class CartPageController extends ShopPageController {
    private static final String CART = SHOP + "/cart";
    private static final IdShape REFERENCE = IdShape.alphanumeric("WEB", 20);
    private static final String REFERENCE_PATTERN = "WEB[A-Z0-9]{20}";
    private static final String NUMBER_PATTERN = "[0-9]{1,18}";
    private static final int LONGEST = 64;
    private static final int MOST_CARTS = 200;

    private final SecureRandom random = new SecureRandom();
    private final Carts carts;
    private final Orders orders;

    CartPageController(ShopVisits visits, Carts carts, Orders orders) {
        super(visits);
        this.carts = carts;
        this.orders = orders;
    }

    /// What is in the cart of one denomination.
    ///
    /// @param saved null for nothing
    record Line(
            long cartId,
            String configId,
            String productId,
            String brand,
            String picture,
            String worth,
            String price,
            @Nullable String saved,
            int quantity,
            int maxQuantity,
            String total) {
        static Line of(Filled filled, Cart.Priced each) {
            return new Line(
                    filled.cart().id(),
                    each.denomination().id(),
                    filled.product().id(),
                    filled.product().brand(),
                    ShopTexts.picture(filled.product().id(), Pictures.Kind.LOGO_IMAGE_SMALL),
                    ShopTexts.rupees(each.face()),
                    ShopTexts.points(each.price()),
                    some(each.savings()),
                    each.item().quantity(),
                    each.denomination().maxQuantity(),
                    ShopTexts.points(each.total()));
        }
    }

    /// All that is in the cart, whatever the product.
    ///
    /// @param savings null for nothing
    /// @param missing how many points are too few, null where there are enough
    record Whole(
            List<Line> lines,
            List<Long> ids,
            String face,
            @Nullable String savings,
            String total,
            long totalMinor,
            String left,
            @Nullable String missing) {
        static Whole of(List<Filled> filled, long available) {
            List<Line> lines = new ArrayList<>();
            long face = 0;
            for (Filled each : filled) {
                for (Cart.Priced item : each.items()) {
                    lines.add(Line.of(each, item));
                    face += Math.multiplyExact(item.face(), (long) item.item().quantity());
                }
            }
            long total = filled.stream().mapToLong(Filled::total).sum();
            return new Whole(
                    lines,
                    filled.stream().map(each -> each.cart().id()).toList(),
                    ShopTexts.rupees(face),
                    some(filled.stream().mapToLong(Filled::savings).sum()),
                    ShopTexts.points(total),
                    total,
                    ShopTexts.points(available - total),
                    available < total ? ShopTexts.points(total - available) : null);
        }
    }

    private static @Nullable String some(long minor) {
        return minor == 0 ? null : ShopTexts.points(minor);
    }

    @GetMapping(CART)
    String cart(HttpServletRequest request, HttpServletResponse response, Model model) {
        return view(holder(request, response), model);
    }

    private String view(SignedIn signedIn, Model model) {
        ShopVisit visit = frame("cart", signedIn, model);
        model.addAttribute(
                "cart",
                Whole.of(carts.of(ShopVisits.shopper(signedIn)), visit.purse().available()));
        model.addAttribute("once", REFERENCE.mint(random));
        return "rewards-cart";
    }

    /// Sets how many of a denomination are in the cart; none takes it out.
    @PostMapping(CART + "/items")
    String set(
            @RequestParam(defaultValue = "") String cart,
            @RequestParam(defaultValue = "") String config,
            @RequestParam(defaultValue = "") String quantity,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        SignedIn signedIn = form(request, response);
        if (!cart.matches(NUMBER_PATTERN) || !quantity.matches("[0-9]{1,4}") || config.length() > LONGEST) {
            return "redirect:" + CART;
        }
        try {
            carts.update(
                    ShopVisits.shopper(signedIn),
                    Long.parseLong(cart),
                    List.of(new Cart.Edit(config, Integer.parseInt(quantity), null, null)));
        } catch (Refusal refusal) {
            refused(refusal, response, model);
            return view(signedIn, model);
        }
        return "redirect:" + CART;
    }

    /// Orders what the page showed, for what it showed.
    @PostMapping(SHOP + "/orders")
    String order(
            @RequestParam(name = "order", defaultValue = "") String reference,
            @RequestParam(defaultValue = "") String total,
            @RequestParam(name = "cart", required = false) @Nullable List<String> shown,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        SignedIn signedIn = form(request, response);
        if (!reference.matches(REFERENCE_PATTERN)
                || !total.matches(NUMBER_PATTERN)
                || shown == null
                || shown.size() > MOST_CARTS
                || !shown.stream().allMatch(id -> id.matches(NUMBER_PATTERN))) {
            return "redirect:" + CART;
        }
        Wanted wanted = new Wanted(
                ShopVisits.shopper(signedIn),
                new Basket.OfCarts(shown.stream().map(Long::valueOf).toList()),
                reference,
                signedIn.cardId(),
                Long.valueOf(total),
                signedIn.userId());
        try {
            return "redirect:" + SHOP + "/orders/" + orders.place(wanted).id();
        } catch (Refusal refusal) {
            refused(refusal, response, model);
            return view(signedIn, model);
        }
    }
}
