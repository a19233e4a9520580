package io.kosh.loyalty.internal.shop;

import io.kosh.cards.RewardPoints;
import io.kosh.cards.RewardPoints.PointsCard;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.loyalty.VoucherSupplier;
import io.kosh.loyalty.internal.shop.OrderStore.Move;
import io.kosh.loyalty.internal.shop.Product.Denomination;
import io.kosh.loyalty.internal.shop.VoucherOrder.Line;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Effects;
import io.kosh.platform.PublicIds;
import io.kosh.platform.RequestContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Ordering vouchers, and looking at orders. An order, the points that it reserves and the vouchers that it
/// takes out of the stock are one commit; its vouchers come after that ([Fulfilment]).
@Component
final class Orders {
    /// The most vouchers of one order.
    static final int MOST_VOUCHERS = 200;

    /// No order lives so long: it ends by its supplier's word, never by the hold's time.
    private static final Duration HOLD = Duration.ofDays(3650);

    private final Database database;
    private final OrderStore store;
    private final CartStore cartStore;
    private final Carts carts;
    private final Catalogue catalogue;
    private final ProductStore products;
    private final RewardPoints points;
    private final PublicIds ids;
    private final VoucherSupplier supplier;
    private final OrderDispatch dispatch;
    private final ShopNews news;
    private final BusinessClock clock;
    private final SecureRandom random = new SecureRandom();

    Orders(
            Database database,
            OrderStore store,
            CartStore cartStore,
            Carts carts,
            Catalogue catalogue,
            ProductStore products,
            RewardPoints points,
            PublicIds ids,
            VoucherSupplier supplier,
            OrderDispatch dispatch,
            ShopNews news,
            BusinessClock clock) {
        this.database = database;
        this.store = store;
        this.cartStore = cartStore;
        this.carts = carts;
        this.catalogue = catalogue;
        this.products = products;
        this.points = points;
        this.ids = ids;
        this.supplier = supplier;
        this.dispatch = dispatch;
        this.news = news;
        this.clock = clock;
    }

    /// What is ordered.
    sealed interface Basket {
        /// @param amount in paise
        record OfProduct(String productId, long amount, int quantity) implements Basket {}

        /// @param ids some of the user's carts, empty for all
        record OfCarts(List<Long> ids) implements Basket {
            public OfCarts {
                ids = ids.stream().sorted().distinct().toList();
            }
        }

        /// What must be the same for a repeated reference.
        default String request() {
            return switch (this) {
                case OfProduct(var product, var amount, var quantity) -> product + '\n' + amount + '\n' + quantity;
                case OfCarts(var carts) -> "carts\n" + carts;
            };
        }
    }

    /// An order that is asked for.
    ///
    /// @param reference the client's own, unique in the company for ever
    /// @param cardId    the card that is to pay, null for one with enough on it
    /// @param expected  what the caller believes that it costs, null where it says nothing
    /// @param actor     who asks
    record Wanted(
            Shopper shopper,
            Basket basket,
            String reference,
            @Nullable String cardId,
            @Nullable Long expected,
            String actor) {
        String request() {
            return shopper.userId() + '\n' + cardId + '\n' + basket.request();
        }
    }

    /// Orders, and waits a while for the vouchers. The same reference with the same request gives the order
    /// that stands.
    VoucherOrder place(Wanted wanted) {
        CompanyKey company = wanted.shopper().company().key();
        if (!supplier.isThere()) {
            throw Refusal.of(ShopError.SUPPLIER_MISSING, "no supplier of vouchers is configured");
        }
        VoucherOrder placed = reserve(wanted, null);
        Effects.add("voucher.order", placed.id());
        if (placed.state() != OrderState.PENDING) {
            return placed;
        }
        dispatch.fill(company, placed.key(), placed.dueAt());
        return database.inCompany(company, () -> Objects.requireNonNull(store.byKey(company, placed.key())));
    }

    /// The first step: the order stands and its points are reserved. What happens then may be left to [DueOrders].
    ///
    /// @param wantedId an id that a seed wants, null to mint one
    VoucherOrder reserve(Wanted wanted, @Nullable String wantedId) {
        CompanyKey company = wanted.shopper().company().key();
        return database.inCompany(company, () -> {
            List<Cart> ordered = wanted.basket() instanceof Basket.OfCarts(List<Long> cartIds)
                    ? locked(wanted.shopper(), cartIds)
                    : List.of();
            VoucherOrder known = store.byReference(company, wanted.reference());
            if (known != null) {
                return same(known, wanted);
            }
            List<Carts.Filled> filled = carts.filled(company, ordered);
            return make(wanted, wantedId, lines(wanted, filled), filled);
        });
    }

    private static VoucherOrder same(VoucherOrder known, Wanted wanted) {
        if (!known.request().equals(wanted.request())) {
            throw Refusal.ofField(
                    ShopError.ORDER_REFERENCE_REUSED,
                    "orderReferenceId",
                    "the orderReferenceId " + wanted.reference() + " was used for another order");
        }
        return known;
    }

    private List<Cart> locked(Shopper shopper, List<Long> cartIds) {
        List<Cart> all = cartStore.lockAll(shopper.company().key(), shopper.userId());
        return cartIds.isEmpty()
                ? all
                : all.stream().filter(cart -> cartIds.contains(cart.id())).toList();
    }

    private List<Line> lines(Wanted wanted, List<Carts.Filled> ordered) {
        CompanyKey company = wanted.shopper().company().key();
        List<Line> lines = new ArrayList<>();
        switch (wanted.basket()) {
            case Basket.OfProduct(String productId, long amount, int quantity) -> {
                Product product = catalogue.existing(company, productId);
                Denomination denomination = product.ofAmount("denomination", amount);
                lines.add(line(1, product, denomination, denomination.face("denomination", amount), quantity));
            }
            case Basket.OfCarts(List<Long> cartIds) -> {
                for (Long id : cartIds) {
                    if (ordered.stream().noneMatch(filled -> filled.cart().id() == id)) {
                        throw Cart.unknown(id);
                    }
                }
                for (Carts.Filled filled : ordered) {
                    for (Cart.Priced each : filled.items()) {
                        Denomination denomination = each.denomination();
                        long face = denomination.face("amount", each.item().chosen());
                        lines.add(line(
                                lines.size() + 1,
                                filled.product(),
                                denomination,
                                face,
                                each.item().quantity()));
                    }
                }
            }
        }
        if (lines.isEmpty()) {
            throw Refusal.of(ShopError.CART_EMPTY, "there is nothing in the cart");
        }
        return lines;
    }

    private static Line line(int number, Product product, Denomination denomination, long face, int quantity) {
        denomination.requireAtMost(quantity);
        return Line.of(number, product, denomination, face, quantity);
    }

    private VoucherOrder make(Wanted wanted, @Nullable String wantedId, List<Line> lines, List<Carts.Filled> ordered) {
        CompanyKey company = wanted.shopper().company().key();
        Instant now = clock.now(company);
        long price =
                lines.stream().mapToLong(each -> each.price() * each.quantity()).sum();
        VoucherOrder order = new VoucherOrder(
                0,
                claim(company, wantedId),
                wanted.reference(),
                wanted.request(),
                wanted.shopper().userId(),
                payer(wanted, price).cardId(),
                OrderState.PENDING,
                1,
                0,
                null,
                null,
                null,
                0,
                now,
                RequestContext.idOrNull(),
                now,
                null,
                lines);
        require(wanted, order);
        Long key = store.insert(company, order);
        if (key == null) {
            return same(Objects.requireNonNull(store.byReference(company, wanted.reference())), wanted);
        }
        String missing = products.takeStock(company, key, order.ordered());
        if (missing != null) {
            throw Refusal.of(ShopError.STOCK_EXHAUSTED, "too few vouchers of " + missing + " are left");
        }
        store.saveHold(company, key, points.reserve(company, Fulfilment.reservation(order)));
        ordered.forEach(each -> cartStore.save(company, each.rest()));
        VoucherOrder made = Objects.requireNonNull(store.byKey(company, key));
        store.insert(company, key, new Move(1, now, wanted.actor(), null, made.state()));
        news.moved(company, null, made);
        return made;
    }

    private static void require(Wanted wanted, VoucherOrder order) {
        if (order.quantity() > MOST_VOUCHERS) {
            throw Refusal.of(ShopError.QUANTITY_TOO_LARGE, "an order may hold at most " + MOST_VOUCHERS + " vouchers");
        }
        Long expected = wanted.expected();
        if (expected != null && expected != order.price()) {
            throw Refusal.ofField(
                    ShopError.PRICE_CHANGED, "orderAmount", "the order costs " + Rupees.decimal(order.price()));
        }
    }

    private PointsCard payer(Wanted wanted, long price) {
        CompanyKey company = wanted.shopper().company().key();
        String named = wanted.cardId();
        if (named != null) {
            PointsCard card = points.card(company, named);
            if (card == null || !card.userId().equals(wanted.shopper().userId())) {
                throw Refusal.ofField(
                        ShopError.POINTS_CARD_NOT_THEIRS,
                        "enKashCardId",
                        "the card " + named + " carries no points that the user can spend");
            }
            return card;
        }
        List<PointsCard> cards = points.cardsOf(company, wanted.shopper().userId());
        if (cards.isEmpty()) {
            throw Refusal.of(ShopError.POINTS_CARD_MISSING, "the user has no active card with points");
        }
        return cards.stream()
                .filter(card -> card.available() >= price)
                .findFirst()
                .orElse(cards.getFirst());
    }

    private String claim(CompanyKey company, @Nullable String wanted) {
        String id = wanted == null ? VoucherOrder.ID.mint(random) : wanted;
        while (!ids.claim(id, PublicIds.Kind.VOUCHER_ORDER, company)) {
            id = VoucherOrder.ID.mint(random);
        }
        return id;
    }

    static Instant holdUntil(Instant createdAt) {
        return createdAt.plus(HOLD);
    }

    /// The company that an order's id belongs to where the caller may act for it, else the caller's own.
    ///
    /// @param companyId as the request names it, null where it names none
    CompanyRef companyOf(Caller caller, String orderId, @Nullable String companyId) {
        CompanyKey owner = companyId != null
                ? null
                : database.inRegistry(() -> ids.companyOf(orderId, PublicIds.Kind.VOUCHER_ORDER));
        for (CompanyRef company : caller.companies()) {
            if (company.key().equals(owner)) {
                return caller.company(company.id());
            }
        }
        return caller.company(companyId);
    }

    /// An order by its id or by the client's reference: the pages call both an order's id.
    VoucherOrder find(CompanyRef company, String idOrReference) {
        return database.inCompany(company.key(), () -> {
            VoucherOrder byId = store.byId(company.key(), idOrReference);
            VoucherOrder found = byId == null ? store.byReference(company.key(), idOrReference) : byId;
            if (found == null) {
                throw VoucherOrder.unknown(idOrReference);
            }
            return found;
        });
    }

    /// How an order came into its state, oldest first.
    List<Move> moves(CompanyRef company, VoucherOrder order) {
        return database.inCompany(company.key(), () -> store.moves(company.key(), order.key()));
    }
}
