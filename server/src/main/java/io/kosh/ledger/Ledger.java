package io.kosh.ledger;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Page;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The door to the books. Every call runs inside the caller's transaction of that company
/// ([io.kosh.platform.Database#inCompany]).
public interface Ledger {

    /// Decides and writes one command. A refusal changes nothing.
    default Outcome post(CompanyKey company, Command command) {
        return postAll(company, List.of(command)).getFirst();
    }

    /// Decides and writes many commands in their order, each with an outcome of its own; a refused one harms no other.
    List<Outcome> postAll(CompanyKey company, List<Command> commands);

    /// What stands under a source already: the first answer for an equal request, SOURCE_REUSED for another, null for
    /// nothing yet. A quick look before the work; [#postAll] decides.
    @Nullable
    Outcome find(CompanyKey company, SourceKey source, String request);

    /// The account with its numbers, null before its first transfer.
    @Nullable
    AccountView account(CompanyKey company, AccountRef account);

    /// The lines of an account, newest first.
    Page<EntryView> history(CompanyKey company, AccountRef account, Page.Request page);

    /// The transfer of a source, null where there is none.
    @Nullable
    TransferView transfer(CompanyKey company, SourceKey source);

    /// A hold by its transfer, null where there is none.
    @Nullable
    HoldView hold(CompanyKey company, long transfer);

    /// What an account still has of value that expires, soonest first.
    List<LotView> lots(CompanyKey company, AccountRef account);

    /// Lots of a kind of account that have ended by a day and are not wholly held, oldest first, at most `most`.
    ///
    /// @param after the last lot of the page before, null to begin
    List<LotView> expiredLots(CompanyKey company, AccountKind kind, LocalDate today, @Nullable LotView after, int most);

    /// The company's own accounts of some kinds, read at one moment; a kind without transfers is left out.
    List<AccountView> companyAccounts(CompanyKey company, List<AccountKind> kinds);

    /// The first day on which each company has something left to expire in a kind of account. Runs in a transaction
    /// across companies ([io.kosh.platform.Database#acrossCompanies]).
    Map<CompanyKey, LocalDate> firstExpiry(AccountKind kind);
}
