package io.kosh.cards.connectors.iso8583;

import io.kosh.cards.AuthorizationDecision;
import io.kosh.cards.AuthorizationDecision.Approved;
import io.kosh.cards.CardAuthorizations;
import io.kosh.kernel.CompanyKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A door that notes who knocked, and answers what it is told to.
final class FakeAuthorizations implements CardAuthorizations {
    /// One call: which, and with what.
    record Call(String name, Object with) {}

    final List<Call> calls = new CopyOnWriteArrayList<>();
    volatile Function<Call, AuthorizationDecision> answers = FakeAuthorizations::approved;

    private static AuthorizationDecision approved(Call call) {
        long amount = switch (call.with()) {
            case Purchase purchase -> purchase.amount();
            case Clearing clearing -> clearing.amount();
            case Refund refund -> refund.amount();
            case Reversal reversal -> reversal.amount() == null ? 0 : reversal.amount();
            default -> 0;
        };
        return new Approved("ECA1234567890", "A1B2C3", amount, 75_000, false);
    }

    private AuthorizationDecision answer(String name, Object with) {
        Call call = new Call(name, with);
        calls.add(call);
        return answers.apply(call);
    }

    @Override
    public AuthorizationDecision authorize(CompanyKey company, Purchase purchase) {
        return answer("authorize", purchase);
    }

    @Override
    public AuthorizationDecision purchase(CompanyKey company, Purchase purchase) {
        return answer("purchase", purchase);
    }

    @Override
    public AuthorizationDecision advise(CompanyKey company, Purchase purchase) {
        return answer("advise", purchase);
    }

    @Override
    public AuthorizationDecision capture(CompanyKey company, Clearing clearing) {
        return answer("capture", clearing);
    }

    @Override
    public AuthorizationDecision reverse(CompanyKey company, Reversal reversal) {
        return answer("reverse", reversal);
    }

    @Override
    public AuthorizationDecision refund(CompanyKey company, Refund refund) {
        return answer("refund", refund);
    }

    @Override
    public @Nullable Balance balance(CompanyKey company, CardName card) {
        return null;
    }

    @Override
    public Enquired enquire(CompanyKey company, Enquiry enquiry) {
        calls.add(new Call("enquire", enquiry));
        return new Enquired.Told(new Balance("EKC94AEX89", 80_000, 5_000, -75));
    }
}
