package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Leg;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.PostingTemplate;
import io.kosh.ledger.PostingTemplates;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.Database;
import io.kosh.platform.GroupCommit.Answer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Transfers that an operator posts by hand: corrections and opening balances, by the templates of the contexts.
@Component
final class OperatorTransfers {
    private static final String SOURCE = "ledger.operator";

    private final PostgresLedger ledger;
    private final AccountIdStore accounts;
    private final Database database;
    private final Map<String, PostingTemplate> templates = new HashMap<>();

    OperatorTransfers(
            PostgresLedger ledger, AccountIdStore accounts, Database database, Collection<PostingTemplates> known) {
        this.ledger = ledger;
        this.accounts = accounts;
        this.database = database;
        for (PostingTemplates each : known) {
            each.templates().forEach(template -> templates.put(template.name(), template));
        }
    }

    /// One transfer to post.
    ///
    /// @param place what the item is called in messages, such as `items[3]`
    /// @param opens whether it may open accounts; else both must be there, so that a mistyped owner is found
    record Wanted(
            String place,
            String sourceId,
            String template,
            long debitOwner,
            long creditOwner,
            long amount,
            boolean opens,
            String note) {}

    /// One answer per transfer, in order.
    List<Answer<Outcome>> post(CompanyKey company, String actor, List<Wanted> wanted) {
        Set<AccountRef> refs = new HashSet<>();
        List<Answer<Command.Post>> read = new ArrayList<>(wanted.size());
        for (Wanted each : wanted) {
            read.add(Answer.of(() -> command(each, actor)));
            PostingTemplate template = templates.get(each.template());
            if (template != null && !each.opens()) {
                refs.add(new AccountRef(template.debit(), each.debitOwner()));
                refs.add(new AccountRef(template.credit(), each.creditOwner()));
            }
        }
        Set<AccountRef> there =
                refs.isEmpty() ? Set.of() : database.inCompany(company, () -> accounts.existing(company, refs));
        List<Answer<Command>> planned = new ArrayList<>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            Wanted each = wanted.get(i);
            planned.add(read.get(i).map(post -> {
                if (!each.opens()) {
                    checkThere(each, post.legs().getFirst(), there);
                }
                return post;
            }));
        }
        return Answer.flatMapAll(planned, commands -> ledger.submitAll(company, commands)).stream()
                .map(answer -> answer.map(OperatorTransfers::posted))
                .toList();
    }

    private Command.Post command(Wanted wanted, String actor) {
        PostingTemplate template = templates.get(wanted.template());
        if (template == null) {
            throw Fields.invalid(
                    wanted.place() + ".template",
                    "must be one of "
                            + String.join(
                                    ", ", templates.keySet().stream().sorted().toList()));
        }
        AccountRef debit = new AccountRef(template.debit(), wanted.debitOwner());
        AccountRef credit = new AccountRef(template.credit(), wanted.creditOwner());
        String request = String.join(
                "\n",
                wanted.template(),
                Long.toString(wanted.debitOwner()),
                Long.toString(wanted.creditOwner()),
                Long.toString(wanted.amount()));
        return new Command.Post(
                new SourceKey(SOURCE, wanted.sourceId()),
                request,
                template,
                List.of(Leg.of(debit, credit, wanted.amount())),
                List.of(),
                Map.of("actor", actor, "note", wanted.note()),
                false);
    }

    private static void checkThere(Wanted wanted, Leg leg, Set<AccountRef> there) {
        for (AccountRef ref : List.of(leg.debit(), leg.credit())) {
            if (!there.contains(ref)) {
                throw Refusal.of(
                        LedgerError.ACCOUNT_UNKNOWN,
                        "there is no account " + ref.kind().name() + " of the owner " + ref.owner()
                                + "; say opens: true in " + wanted.place() + " to open it");
            }
        }
    }

    private static Outcome posted(Outcome outcome) {
        if (outcome instanceof Outcome.Refused(Outcome.Reason reason, String what)) {
            throw switch (reason) {
                case INSUFFICIENT ->
                    Refusal.of(LedgerError.BALANCE_INSUFFICIENT, "the account " + what + " has not enough available");
                case SOURCE_REUSED ->
                    Refusal.ofField(
                            LedgerError.SOURCE_REUSED,
                            "sourceId",
                            "the sourceId " + what + " was used for another transfer");
                case OVERFLOW -> Refusal.of(LedgerError.SUM_OVERFLOW, LedgerError.SUM_OVERFLOW.meaning());
                case LIMIT_REACHED, HOLD_UNKNOWN, HOLD_CLOSED, HOLD_NOT_DUE, CAPTURE_EXCEEDS_HOLD ->
                    new IllegalStateException("a plain transfer has neither limits nor holds: " + reason);
            };
        }
        return outcome;
    }
}
