package io.kosh.loyalty.internal.shop;

import io.kosh.cards.HolderSessions.SignedIn;
import io.kosh.kernel.Refusal;
import io.kosh.loyalty.internal.shop.Catalogue.Filter;
import io.kosh.loyalty.internal.shop.Product.Denomination;
import io.kosh.platform.Envelope;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The pages of what points buy, and putting it into the cart.
@Controller
@Hidden
@RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
final class CataloguePageController extends ShopPageController {
    private static final int LONGEST = 64;
    /// Longer lists of numbers help nobody; more go in one after the other in the cart.
    private static final int MOST_AT_ONCE = 50;

    private final Catalogue catalogue;
    private final Carts carts;

    CataloguePageController(ShopVisits visits, Catalogue catalogue, Carts carts) {
        super(visits);
        this.catalogue = catalogue;
        this.carts = carts;
    }

    /// A brand in the list.
    ///
    /// @param price  the least that one of its vouchers costs
    /// @param many   whether there are others that cost more
    /// @param saving in percent, null for none
    record Good(
            String id,
            String brand,
            String category,
            String picture,
            String price,
            boolean many,
            @Nullable String saving) {
        static Good of(Product product) {
            List<Denomination> offered = product.offered();
            long least = offered.stream().mapToLong(Denomination::price).min().orElse(0);
            return new Good(
                    product.id(),
                    product.brand(),
                    product.category(),
                    ShopTexts.picture(product.id(), Pictures.Kind.BRAND_IMAGE),
                    ShopTexts.points(least),
                    offered.size() > 1 || offered.stream().anyMatch(Denomination::custom),
                    ShopTexts.percent(offered.stream()
                            .mapToInt(Denomination::discount)
                            .max()
                            .orElse(0)));
        }
    }

    /// A denomination that can be chosen.
    ///
    /// @param face      in paise, for the page's own sums
    /// @param discount  in hundredths of a percent, likewise
    /// @param worthMost empty where the buyer has no choice
    record AmountChoice(
            String id,
            long face,
            int discount,
            int maxQuantity,
            boolean custom,
            String worth,
            String worthMost,
            String price,
            @Nullable String saving) {
        static AmountChoice of(Denomination each) {
            Long most = each.most();
            return new AmountChoice(
                    each.id(),
                    each.amount(),
                    each.discount(),
                    each.maxQuantity(),
                    each.custom(),
                    ShopTexts.rupees(each.amount()),
                    most == null ? "" : ShopTexts.rupees(most),
                    ShopTexts.points(each.price()),
                    ShopTexts.percent(each.discount()));
        }
    }

    /// A brand on a page of its own.
    record GoodDetails(
            String id,
            String brand,
            String category,
            String description,
            String howToRedeem,
            String terms,
            int expiryDays,
            String picture,
            List<AmountChoice> amounts) {
        static GoodDetails of(Product product) {
            return new GoodDetails(
                    product.id(),
                    product.brand(),
                    product.category(),
                    product.description(),
                    product.howToRedeem(),
                    product.terms(),
                    product.expiryDays(),
                    ShopTexts.picture(product.id(), Pictures.Kind.BRAND_IMAGE),
                    product.offered().stream().map(AmountChoice::of).toList());
        }

        public boolean leavesChoice() {
            return amounts.stream().anyMatch(AmountChoice::custom);
        }

        public int most() {
            return Math.min(
                    MOST_AT_ONCE,
                    amounts.stream().mapToInt(AmountChoice::maxQuantity).max().orElse(1));
        }
    }

    @GetMapping(SHOP)
    String shop(
            @RequestParam(name = "q", defaultValue = "") String question,
            @RequestParam(defaultValue = "") String category,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        SignedIn signedIn = holder(request, response);
        String text = question.length() > LONGEST ? "" : question.strip();
        List<Product> offered = catalogue.offered(signedIn.company(), Filter.NONE);
        List<String> categories =
                offered.stream().map(Product::category).distinct().sorted().toList();
        String chosen = categories.contains(category) ? category : null;
        Filter filter = new Filter(
                text.isEmpty() ? null : text, List.of(), List.of(), chosen == null ? List.of() : List.of(chosen));
        model.addAttribute(
                "goods", offered.stream().filter(filter::lets).map(Good::of).toList());
        model.addAttribute("categories", categories);
        model.addAttribute("category", chosen);
        model.addAttribute("question", text);
        model.addAttribute("narrowed", chosen != null || !text.isEmpty());
        frame("shop", signedIn, model);
        return "rewards";
    }

    /// What somebody chose on the page of a brand.
    ///
    /// @param config   the denomination, null where none was chosen
    /// @param amount   as it was written
    /// @param quantity as it was chosen
    record Chosen(@Nullable String config, String amount, int quantity) {}

    @GetMapping(SHOP + "/products/{productId}")
    String product(
            @PathVariable String productId, HttpServletRequest request, HttpServletResponse response, Model model) {
        SignedIn signedIn = holder(request, response);
        return details(signedIn, offered(signedIn, productId), new Chosen(null, "", 1), model);
    }

    private Product offered(SignedIn signedIn, String productId) {
        try {
            Product product = catalogue.offered(signedIn.company(), productId);
            if (!product.offered().isEmpty()) {
                return product;
            }
        } catch (Refusal refusal) {
            if (refusal.code() != ShopError.PRODUCT_UNKNOWN) {
                throw refusal;
            }
        }
        throw new Instead(Why.MISSING);
    }

    private String details(SignedIn signedIn, Product product, Chosen chosen, Model model) {
        String config = chosen.config();
        model.addAttribute("product", GoodDetails.of(product));
        model.addAttribute(
                "chosen", config == null ? product.offered().getFirst().id() : config);
        model.addAttribute("given", chosen.amount());
        model.addAttribute("quantity", chosen.quantity());
        frame("shop", signedIn, model);
        return "rewards-product";
    }

    @PostMapping(SHOP + "/cart")
    String add(
            @RequestParam(name = "product") String productId,
            @RequestParam(required = false) @Nullable String config,
            @RequestParam(defaultValue = "") String amount,
            @RequestParam(defaultValue = "1") String quantity,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        SignedIn signedIn = form(request, response);
        Product product = offered(signedIn, productId);
        int count = quantity.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(quantity) : 1;
        Chosen chosen = new Chosen(config, amount.length() > LONGEST ? "" : amount.strip(), count);
        try {
            carts.add(ShopVisits.shopper(signedIn), product.id(), List.of(edit(product, chosen)));
        } catch (Refusal refusal) {
            refused(refusal, response, model);
            return details(signedIn, product, chosen, model);
        }
        return "redirect:" + SHOP + "/cart";
    }

    /// An amount counts only where the denomination leaves it to the buyer.
    private static Cart.Edit edit(Product product, Chosen chosen) {
        String config = chosen.config();
        Denomination denomination = product.denomination(config == null ? "" : config);
        return new Cart.Edit(
                denomination.id(), chosen.quantity(), denomination.custom() ? rupees(chosen.amount()) : null, null);
    }

    private static long rupees(String written) {
        String digits = written.replaceAll("[\\s,₹]", "");
        if (!digits.matches("[1-9][0-9]{0,8}")) {
            throw Refusal.ofField(ShopError.AMOUNT_OUT_OF_RANGE, "amount", "amount must be a whole number of rupees");
        }
        return Long.parseLong(digits) * Rupees.WHOLE;
    }
}
