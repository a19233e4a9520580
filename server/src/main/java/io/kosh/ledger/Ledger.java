package io.kosh.ledger;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.Page;
import io.kosh.platform.RoundTrip;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The door to the books. There are two ways in, under one implementation of the rules: [#submit] shares a commit with
/// others, for hot routes; every other call runs inside the caller's transaction of that company
/// ([io.kosh.platform.Database#inCompany]).
public interface Ledger {

    /// The kind of [io.kosh.platform.Effects] that names a transfer by its id.
    String TRANSFER = "ledger.transfer";

    /// Posts one command in a transaction that it shares with others of the company, and waits for the commit. Never
    /// called inside a transaction.
    Outcome submit(CompanyKey company, Command command);

    /// Posts many commands as [#submit] does, each with an outcome of its own. All are taken or none.
    List<Answer<Outcome>> submitAll(CompanyKey company, List<Command> commands);

    /// Decides and writes one command. A refusal changes nothing.
    default Outcome post(CompanyKey company, Command command) {
        return postAll(company, List.of(command)).getFirst();
    }

    /// Decides and writes many commands in their order, each with an outcome of its own; a refused one harms no other.
    List<Outcome> postAll(CompanyKey company, List<Command> commands);

    /// Posts what was planned, in order, and keeps the refusals of what could not be planned in their places.
    default List<Answer<Outcome>> postPlanned(CompanyKey company, List<Answer<Command>> planned) {
        return Answer.flatMapAll(
                planned,
                commands -> postAll(company, commands).stream()
                        .<Answer<Outcome>>map(Answer.Done::new)
                        .toList());
    }

    /// What a command is to be for, known before the command.
    ///
    /// @param request what must be the same when the source comes again
    record Intent(SourceKey source, String request) {}

    /// Posts a batch as the last thing of its transaction: nothing in it may read what was posted, because that is
    /// written with the commit. The sources are taken in the same round trip that reads what the plan needs.
    ///
    /// @param intents what the commands will be for, in order
    /// @param reads   reads what the plan needs; sent here
    /// @param plan    one command or refusal per intent, in order; called after the reads. What it refuses but was
    ///                posted before is answered as at first
    default List<Answer<Outcome>> postLast(
            CompanyKey company, List<Intent> intents, RoundTrip reads, Supplier<List<Answer<Command>>> plan) {
        return postLast(company, intents, reads, plan, null);
    }

    /// As above, and tells each line that is newly written, for those who answer with a balance: they cannot read it.
    ///
    /// @param written called before this returns; null where nobody wants to know
    List<Answer<Outcome>> postLast(
            CompanyKey company,
            List<Intent> intents,
            RoundTrip reads,
            Supplier<List<Answer<Command>>> plan,
            @Nullable Consumer<Line> written);

    /// Posts commands that are known already as the last thing of their transaction: nothing in it may read
    /// what is posted, because that is written with the commit. Takes the sources and locks the accounts in
    /// the one round trip of `reads`, where no command ends a hold and all the accounts are known. Unlike
    /// [#postLast] it does not let the company's next batch begin early, so what the caller locked before
    /// may be what other batches lock. Nothing was posted in the transaction before: the ids of accounts
    /// that are found here are remembered at once.
    ///
    /// @param reads what else the caller wants to know by then; sent here
    List<Outcome> postAllLast(CompanyKey company, List<Command> commands, RoundTrip reads);

    /// What a transfer left on an account.
    ///
    /// @param balance posted on the account's normal side less posted on the other, after the transfer
    /// @param held    what of the balance is held or stands in lots that have ended, after the batch
    record Line(long transfer, AccountRef account, long balance, long held) {}

    /// What stands under a source already: the first answer for an equal request, SOURCE_REUSED for another, null for
    /// nothing yet. A quick look before the work; [#postAll] decides.
    @Nullable
    default Outcome find(CompanyKey company, SourceKey source, String request) {
        return findAll(company, Map.of(source, request)).get(source);
    }

    /// What stands under some sources already, as [#find] tells it; those under which nothing stands are left out.
    ///
    /// @param requests the request by source
    Map<SourceKey, Outcome> findAll(CompanyKey company, Map<SourceKey, String> requests);

    /// The account with its numbers, null before its first transfer.
    @Nullable
    AccountView account(CompanyKey company, AccountRef account);

    /// Some accounts, read at one moment; one without a transfer is left out.
    List<AccountView> accounts(CompanyKey company, Collection<AccountRef> accounts);

    /// Some accounts with what was posted to them since a moment, numbers and sums all read at one moment; an account
    /// without a transfer is left out. Adds up every line since then.
    List<Turnover> turnovers(CompanyKey company, Collection<AccountRef> accounts, Instant since);

    /// An account, and what was posted to it since a moment, each side by itself.
    record Turnover(AccountView account, long debits, long credits) {}

    /// What is on every account of some kinds, read at one moment; those with nothing are left out.
    List<Balance> balances(CompanyKey company, Collection<AccountKind> kinds);

    /// What was on some accounts just before a moment; those without a line by then are left out.
    List<Balance> balancesBefore(CompanyKey company, Collection<AccountRef> accounts, Instant before);

    /// What was posted to some accounts from a moment until just before another, by month of business days and by
    /// template. Adds up every line between the two.
    List<Movement> movements(CompanyKey company, Collection<AccountRef> accounts, Instant from, Instant before);

    /// The sum of what one template posted to one side of an account in a month.
    ///
    /// @param kind the name of the account's kind
    record Movement(YearMonth month, String kind, long owner, String template, Side side, long amount) {}

    /// What is on an account.
    ///
    /// @param kind    the name of its kind
    /// @param balance posted on the normal side less posted on the other
    record Balance(String kind, long owner, long balance) {}

    /// The lines of an account, newest first.
    Page<EntryView> history(CompanyKey company, AccountRef account, Page.Request page);

    /// The transfer of a source, null where there is none.
    @Nullable
    TransferView transfer(CompanyKey company, SourceKey source);

    /// A transfer by its id, null where there is none.
    @Nullable
    TransferView transfer(CompanyKey company, long transfer);

    /// How much of each limit is used, for the limits whose name begins so.
    List<LimitUsed> limitsUsed(CompanyKey company, String prefix);

    /// How much of each limit one account counts in some periods; a limit that was never used is left out.
    List<LimitUsed> limitsUsed(CompanyKey company, AccountRef account, Collection<String> periods);

    /// @param period as in [LimitUse]
    record LimitUsed(String name, String period, long used) {}

    /// A hold by its transfer, null where there is none.
    @Nullable
    default HoldView hold(CompanyKey company, long transfer) {
        return holds(company, Set.of(transfer)).get(transfer);
    }

    /// Holds by their transfers; those that are not there are left out.
    Map<Long, HoldView> holds(CompanyKey company, Set<Long> transfers);

    /// What the capture that ended a hold took, lot by lot in the order in which it was taken; empty where none did.
    List<Captured> captured(CompanyKey company, long hold);

    /// What a capture took out of one lot.
    ///
    /// @param expiresOn the lot's day; null for value that never ends
    record Captured(@Nullable LocalDate expiresOn, long amount) {}

    /// What an account still has of value that expires, soonest first.
    List<LotView> lots(CompanyKey company, AccountRef account);

    /// Lots of a kind of account that have ended by a day and are not wholly held, oldest first, at most `most`.
    ///
    /// @param after the last lot of the page before, null to begin
    List<LotView> expiredLots(CompanyKey company, AccountKind kind, LocalDate today, @Nullable LotView after, int most);

    /// How many lots [#expiredLots] would find in some companies. Runs in a transaction across them.
    ///
    /// @param today each company's own business day
    long countExpired(AccountKind kind, Map<CompanyKey, LocalDate> today);

    /// The company's own accounts of some kinds, read at one moment; a kind without transfers is left out.
    List<AccountView> companyAccounts(CompanyKey company, List<AccountKind> kinds);

    /// The first day on which each company has something left to expire in a kind of account. Runs in a transaction
    /// across companies ([io.kosh.platform.Database#acrossCompanies]).
    Map<CompanyKey, LocalDate> firstExpiry(AccountKind kind);
}
