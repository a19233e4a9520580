package io.kosh.cards.internal;

import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Command;
import io.kosh.ledger.EntryView;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.PostingTemplate;
import io.kosh.ledger.SourceKey;
import io.kosh.ledger.TransferView;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Bringing value into card accounts, and taking it back.
@Component
final class Fundings {
    private static final String FUNDING = "cards.funding";
    private static final String REVERSAL = "cards.funding-reversal";
    private static final String REMARKS = "remarks";

    private final Database database;
    private final CardAccounts accounts;
    private final Ledger ledger;
    private final CardNews news;

    Fundings(Database database, CardAccounts accounts, Ledger ledger, CardNews news) {
        this.database = database;
        this.accounts = accounts;
        this.ledger = ledger;
        this.news = news;
    }

    /// A funding or its reversal.
    ///
    /// @param available what the account can give to cards, after it where it is new, else now
    /// @param replayed  whether it stood there already
    record Funding(
            CardAccount account,
            String reference,
            long amount,
            long transfer,
            Instant recordedAt,
            long available,
            boolean replayed) {}

    /// Brings value in, once a reference.
    Funding fund(CompanyRef company, String accountId, long amount, String reference, @Nullable String remarks) {
        return database.inCompany(company.key(), () -> {
            CardAccount account = accounts.existing(company, accountId);
            CardBook book = account.book();
            String request = String.join("\n", account.id(), Long.toString(amount), String.valueOf(remarks));
            Funding made = post(
                    company,
                    account,
                    new Posting(
                            new SourceKey(FUNDING, reference),
                            request,
                            book.fund(),
                            Leg.of(book.fundingOf(account.key()), book.accountOf(account.key()), amount),
                            remarks));
            if (!made.replayed()) {
                news.funded(company.key(), made, false);
            }
            return made;
        });
    }

    /// Takes a funding back, wholly and once; what was given to cards since is missing and refuses it.
    Funding reverse(CompanyRef company, String accountId, String reference) {
        return database.inCompany(company.key(), () -> {
            CardAccount account = accounts.existing(company, accountId);
            CardBook book = account.book();
            long amount = funded(company, account, reference);
            Funding made = post(
                    company,
                    account,
                    new Posting(
                            new SourceKey(REVERSAL, reference),
                            "",
                            book.unfund(),
                            Leg.of(book.accountOf(account.key()), book.fundingOf(account.key()), amount),
                            null));
            if (!made.replayed()) {
                news.funded(company.key(), made, true);
            }
            return made;
        });
    }

    /// What a reference brought in.
    private long funded(CompanyRef company, CardAccount account, String reference) {
        TransferView transfer = ledger.transfer(company.key(), new SourceKey(FUNDING, reference));
        AccountRef into = account.book().accountOf(account.key());
        if (transfer != null) {
            for (EntryView entry : transfer.entries()) {
                if (entry.account().equals(into.kind().name()) && entry.owner() == into.owner()) {
                    return entry.credit();
                }
            }
        }
        throw Refusal.ofField(
                CardError.FUNDING_UNKNOWN, "reference", "the account has no funding with the reference " + reference);
    }

    private record Posting(
            SourceKey source,
            String request,
            PostingTemplate template,
            Leg leg,
            @Nullable String remarks) {}

    private Funding post(CompanyRef company, CardAccount account, Posting posting) {
        Map<String, String> detail = posting.remarks() == null
                ? Map.of("cardAccountId", account.id())
                : Map.of("cardAccountId", account.id(), REMARKS, posting.remarks());
        Outcome outcome = ledger.post(
                company.key(),
                new Command.Post(
                        posting.source(),
                        posting.request(),
                        posting.template(),
                        List.of(posting.leg()),
                        List.of(),
                        detail,
                        false));
        return switch (outcome) {
            case Outcome.Posted(long transfer, Instant at, boolean replayed) -> {
                AccountView now = ledger.account(company.key(), account.book().accountOf(account.key()));
                yield new Funding(
                        account,
                        posting.source().id(),
                        posting.leg().amount(),
                        transfer,
                        at,
                        now == null ? 0 : now.available(),
                        replayed);
            }
            case Outcome.Refused refused -> throw MovementPoster.refusal(refused, "reference");
        };
    }

    /// Fundings and reversals of an account, newest first.
    Page<EntryView> history(CompanyRef company, String accountId, Page.Request page) {
        return database.inCompany(company.key(), () -> {
            CardAccount account = accounts.existing(company, accountId);
            return ledger.history(company.key(), account.book().fundingOf(account.key()), page);
        });
    }
}
