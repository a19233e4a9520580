package io.kosh.loyalty.internal.shop;

import io.kosh.loyalty.internal.shop.Product.Denomination;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The brands of a fresh sandbox. None of them is anybody's; where the documents name an id, it is here. What
/// the last three are called at their supplier decides how their orders end.
final class SampleCatalogue {
    private static final String SUPPLIER = "REWARD_STORE";
    private static final String TERMS =
            "This is a sample. A voucher is good for one purchase and is not exchangeable for" + " cash.";
    private static final String HOW = "Show the code and the PIN at the till, or enter them where you pay.";

    private SampleCatalogue() {}

    /// What tells one brand from another.
    private record Brand(String id, String name, String category, int expiryDays, int hue, String about) {}

    static List<Product> products() {
        return List.of(
                product(
                        1,
                        new Brand("PC7324536190LULHL", "Everyday Market", "E-Commerce", 365, 210, "Nearly everything"),
                        fixed("PCN6028965437UHasd", "EVERYDAY-100", 100, 0, 5),
                        fixed("PCN046806333NXae2", "EVERYDAY-250", 250, 0, 5),
                        any("PCN7700000001EVDY", "EVERYDAY-ANY", 500, 10_000, 0, 2)),
                product(
                        2,
                        new Brand("PC235129857G58ZX", "Loom & Thread", "Fashion", 180, 330, "Clothes for every season"),
                        fixed("PCN724771408NCGasd", "LOOM-100", 100, 0, 30),
                        fixed("PCN155416196E3971", "LOOM-250", 250, 0, 30),
                        fixed("PCN5915678VIB1A121", "LOOM-500", 500, 0, 30),
                        fixed("PCN907270990HasdK26M", "LOOM-1000", 1000, 0, 30)),
                product(
                        3,
                        new Brand("PC7513531244A681", "Cobble Lane E-Gift Card", "Footwear", 365, 25, "Shoes and bags"),
                        fixed("PCN751457389RC1ST", "COBBLE-100", 100, 200, 10),
                        fixed("PCN233451126S5CZC", "COBBLE-500", 500, 200, 10)),
                product(
                        4,
                        new Brand("PC123789", "Page & Quill", "Books", 730, 265, "Books, paper and pens"),
                        any("PCN7700000004PAGE", "PAGE-ANY", 50, 5_000, 500, 10)),
                product(
                        5,
                        new Brand("PC7700000005BREW", "Brew Terrace", "Food", 90, 15, "Coffee, and something with it"),
                        fixed("PCN7700000051BREW", "BREW-200", 200, 1000, 10),
                        fixed("PCN7700000052BREW", "BREW-500", 500, 1000, 10)),
                product(
                        6,
                        new Brand("PC7700000006CINE", "Grand Marquee", "Entertainment", 60, 285, "Two seats at a time"),
                        counted("PCN7700000061CINE", "CINE-600", 600, 2, 50)),
                product(
                        7,
                        new Brand("PC7700000007STAY", "Sunlit Stays", "Travel", 365, 45, "Small hotels by the sea"),
                        any("PCN7700000071STAY", "STAY-ANY", 1_000, 50_000, 300, 5)),
                product(
                        8,
                        new Brand("PC7700000008CIRC", "Circuit House", "Electronics", 365, 190, "Things with plugs"),
                        fixed("PCN7700000081CIRC", "CIRCUIT-1000", 1_000, 150, 10),
                        fixed("PCN7700000082CIRC", "CIRCUIT-5000", 5_000, 150, 4)),
                product(
                        9,
                        new Brand("PC7700000009GREE", "Green Basket", "Groceries", 120, 130, "Fruit and vegetables"),
                        fixed("PCN7700000091GREE", "GREEN-100", 100, 250, 20),
                        fixed("PCN7700000092GREE", "GREEN-500", 500, 250, 20)),
                product(
                        90,
                        new Brand("PC7700000010HALF", "Half Moon Bakery", "Food", 30, 60, "Never has all of it"),
                        fixed("PCN7700000101HALF", "BAKERY-100-HALF", 100, 0, 10)),
                product(
                        91,
                        new Brand("PC7700000011SLOW", "Slow River Spa", "Wellness", 180, 170, "Takes its time"),
                        fixed("PCN7700000111SLOW", "SPA-500-SLOW", 500, 0, 10)),
                product(
                        92,
                        new Brand("PC7700000012NONE", "Empty Shelf Toys", "Toys", 180, 0, "Always sold out"),
                        fixed("PCN7700000121NONE", "TOYS-250-NONE", 250, 0, 10)));
    }

    private static Product product(int rank, Brand brand, Denomination... denominations) {
        return new Product(
                brand.id(),
                brand.name(),
                SUPPLIER,
                brand.category(),
                brand.about() + ".",
                TERMS,
                HOW,
                brand.expiryDays(),
                rank,
                true,
                brand.hue(),
                List.of(denominations));
    }

    private static Denomination fixed(String id, String sku, long rupees, int discount, int most) {
        return denomination(id, sku, rupees, null, discount, most);
    }

    private static Denomination any(String id, String sku, long from, long to, int discount, int most) {
        return denomination(id, sku, from, to, discount, most);
    }

    private static Denomination counted(String id, String sku, long rupees, int most, long stock) {
        Denomination each = denomination(id, sku, rupees, null, 0, most);
        return new Denomination(id, sku, each.amount(), null, 0, each.supplierDiscount(), most, stock, true);
    }

    private static Denomination denomination(
            String id, String sku, long from, @Nullable Long to, int discount, int most) {
        return new Denomination(
                id,
                sku,
                from * Rupees.WHOLE,
                to == null ? null : to * Rupees.WHOLE,
                discount,
                discount + 300,
                most,
                null,
                true);
    }
}
