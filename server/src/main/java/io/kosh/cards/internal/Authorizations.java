package io.kosh.cards.internal;

import io.kosh.cards.AuthorizationDecision;
import io.kosh.cards.CardAuthorizations;
import io.kosh.cards.internal.AuthorizationPoster.Decided;
import io.kosh.cards.internal.SpendRules.Checks;
import io.kosh.cards.internal.SpendRules.CodeCheck;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.ledger.Ledger;
import io.kosh.platform.Database;
import io.kosh.platform.Effects;
import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommits;
import io.kosh.platform.Page;
import io.kosh.vault.Vault;
import io.kosh.vault.Vault.PinCheck;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Whether cards may pay, and what follows. Messages of a company share a commit.
@Component
final class Authorizations implements CardAuthorizations {
    private static final long MOST = 1_000_000_000_000L;
    private static final int LONGEST = 100;
    /// How often less is tried where a card has less each time.
    private static final int TRIES = 3;

    private final Database database;
    private final CardStore cards;
    private final AuthorizationStore store;
    private final AuthorizationStepStore steps;
    private final Vault vault;
    private final SecurityCodes codes;
    private final Ledger ledger;
    private final BalanceEnquiries enquiries;
    private final GroupCommit<SpendAsk, Decided> commits;

    Authorizations(
            Database database,
            CardStore cards,
            AuthorizationStore store,
            AuthorizationStepStore steps,
            Vault vault,
            SecurityCodes codes,
            Ledger ledger,
            BalanceEnquiries enquiries,
            AuthorizationPoster poster,
            GroupCommits commits) {
        this.database = database;
        this.cards = cards;
        this.store = store;
        this.steps = steps;
        this.vault = vault;
        this.codes = codes;
        this.ledger = ledger;
        this.enquiries = enquiries;
        this.commits = commits.open("cards.authorize", poster::post);
    }

    @Override
    public AuthorizationDecision authorize(CompanyKey company, Purchase purchase) {
        return pay(company, Authorization.Kind.AUTHORIZE, purchase);
    }

    @Override
    public AuthorizationDecision purchase(CompanyKey company, Purchase purchase) {
        return pay(company, Authorization.Kind.PURCHASE, purchase);
    }

    @Override
    public AuthorizationDecision advise(CompanyKey company, Purchase purchase) {
        return pay(company, Authorization.Kind.ADVICE, purchase);
    }

    private AuthorizationDecision pay(CompanyKey company, Authorization.Kind kind, Purchase purchase) {
        check(purchase);
        Checks checks = kind == Authorization.Kind.ADVICE ? Checks.NONE : checks(company, purchase);
        SpendAsk.Pay ask = new SpendAsk.Pay(kind, purchase, purchase.amount(), purchase.partial(), checks);
        Decided decided = commits.submit(company, ask);
        for (int i = 1; decided.less() != null; i++) {
            decided = commits.submit(company, ask.of(decided.less(), i < TRIES));
        }
        return noted(decided);
    }

    private static void check(Purchase purchase) {
        source(purchase.source());
        amount("amount", purchase.amount());
        Categories.code("merchant.category", purchase.merchant().category());
        Fields.optionalText("merchant.id", purchase.merchant().id(), LONGEST);
        Fields.optionalText("merchant.name", purchase.merchant().name(), LONGEST);
        Fields.optionalText("merchant.terminal", purchase.merchant().terminal(), LONGEST);
    }

    private static void source(String source) {
        Fields.text("source", source, LONGEST_SOURCE);
    }

    private static void amount(String field, long amount) {
        Fields.integer(field, amount, 1, MOST);
    }

    /// Checks what the holder showed, once a source: outside transactions, because a wrong one counts
    /// whatever becomes of the payment.
    private Checks checks(CompanyKey company, Purchase purchase) {
        Secret<String> pin = purchase.shown().pin();
        Secret<String> code = purchase.shown().securityCode();
        if (pin == null && code == null) {
            return Checks.NONE;
        }
        Card card = database.inCompany(
                company,
                () -> store.isKnown(company, purchase.source()) ? null : cards.named(company, purchase.card()));
        if (card == null || !card.hasNumber()) {
            return Checks.NONE;
        }
        PinCheck checked = pin == null ? null : vault.checkPin(company, card.token(), pin);
        CodeCheck back = code == null ? null : codes.check(company, card, code);
        return new Checks(checked, back);
    }

    @Override
    public AuthorizationDecision capture(CompanyKey company, Clearing clearing) {
        source(clearing.source());
        amount("amount", clearing.amount());
        return noted(commits.submit(company, new SpendAsk.Clear(clearing)));
    }

    @Override
    public AuthorizationDecision reverse(CompanyKey company, Reversal reversal) {
        source(reversal.source());
        if (reversal.original() instanceof Original.BySource(String original)) {
            source(original);
        }
        Long amount = reversal.amount();
        if (amount != null) {
            amount("amount", amount);
        }
        return noted(commits.submit(company, new SpendAsk.TakeBack(reversal)));
    }

    @Override
    public AuthorizationDecision refund(CompanyKey company, Refund refund) {
        source(refund.source());
        amount("amount", refund.amount());
        return noted(commits.submit(company, new SpendAsk.GiveBack(refund)));
    }

    private static AuthorizationDecision noted(Decided decided) {
        Long transfer = decided.transfer();
        if (transfer != null) {
            Effects.add(Ledger.TRANSFER, Long.toString(transfer));
        }
        return decided.decision();
    }

    @Override
    public @Nullable Balance balance(CompanyKey company, CardName name) {
        return database.inCompany(company, () -> {
            Card card = cards.named(company, name);
            if (card == null || card.account().countsPoints()) {
                return null;
            }
            return BalanceEnquiries.balance(ledger, company, card);
        });
    }

    @Override
    public Enquired enquire(CompanyKey company, Enquiry enquiry) {
        return enquiries.answer(company, enquiry);
    }

    /// An authorisation with what came after it.
    record Story(Authorization authorization, List<AuthorizationStep> steps) {}

    Story story(CompanyKey company, String authorizationId) {
        return database.inCompany(company, () -> {
            Long number = Authorization.IDS.number(authorizationId);
            Authorization found =
                    number == null ? null : store.find(company, Set.of(number)).get(number);
            if (found == null) {
                throw unknown(authorizationId);
            }
            return new Story(found, steps.of(company, found.number()));
        });
    }

    static Refusal unknown(String authorizationId) {
        return Refusal.ofField(
                CardError.AUTHORIZATION_UNKNOWN,
                "authorizationId",
                "there is no authorisation " + Fields.text("authorizationId", authorizationId, LONGEST));
    }

    /// Newest first.
    ///
    /// @param cardId only those of one card, null for all
    /// @param state  only those in one state, null for all
    Page<Authorization> list(
            CompanyKey company, @Nullable String cardId, Authorization.@Nullable State state, Page.Request page) {
        return database.inCompany(company, () -> {
            Card card = cardId == null ? null : cards.existing(company, cardId);
            List<Authorization> fetched = store.page(company, card == null ? null : card.key(), state, page);
            return Page.of(fetched, page, Authorization::number);
        });
    }
}
