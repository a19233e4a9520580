package io.kosh.ledger.internal;

import io.kosh.ledger.AuditReport;
import io.kosh.ledger.Chain;
import io.kosh.ledger.ChainHead;
import io.kosh.ledger.VerificationReport;
import io.kosh.ledger.VerificationReport.CompanyChain;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The chains on PostgreSQL.
@Component
final class PostgresChain implements Chain {
    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(30);
    private static final long TOLD_EVERY = 1_000_000;

    private final Database database;
    private final SealStore seals;
    private final VerificationStore store;
    private final AuditStore audits;
    private final Audits auditing;
    private final ChainKey key;
    private final Clock clock;

    PostgresChain(
            Database database,
            SealStore seals,
            VerificationStore store,
            AuditStore audits,
            Audits auditing,
            ChainKey key,
            Clock clock) {
        this.database = database;
        this.seals = seals;
        this.store = store;
        this.audits = audits;
        this.auditing = auditing;
        this.key = key;
        this.clock = clock;
    }

    @Override
    public @Nullable ChainHead head(CompanyRef company) {
        SealStore.Block block = database.inCompany(company.key(), () -> seals.head(company.key()));
        return block == null ? null : key.signed(unsigned(company, block));
    }

    private static ChainHead unsigned(CompanyRef company, SealStore.Block block) {
        return new ChainHead(
                company.id(),
                block.header().number(),
                block.hash().toString(),
                block.header().transfers(),
                block.header().sealedAt(),
                "",
                "");
    }

    @Override
    public VerificationReport verify(List<CompanyRef> companies, List<ChainHead> against, Consumer<String> progress) {
        List<CompanyChain> chains = new ArrayList<>();
        for (CompanyRef company : companies) {
            chains.add(database.acrossCompanies(List.of(company.key()), () -> check(company, progress)));
        }
        List<String> heads = new ArrayList<>();
        for (ChainHead head : against) {
            String problem = compare(companies, head);
            if (problem != null) {
                heads.add(problem);
            }
        }
        progress.accept("balances and versions");
        AuditReport audit = auditing.audit(companies);
        boolean right =
                audit.balanced() && heads.isEmpty() && chains.stream().allMatch(chain -> chain.firstBroken() == null);
        return new VerificationReport(right, clock.instant(), chains, heads, audit);
    }

    private CompanyChain check(CompanyRef company, Consumer<String> progress) {
        ChainCheck check = new ChainCheck(company.key(), company.id());
        audits.takeTime(LONGEST_STATEMENT);
        SealStore.Block head = seals.head(company.key());
        long settled = head == null ? 0 : head.header().number();
        store.links(company.key(), check::link);
        check.endOfChain();
        check.emptyBatch(store.emptyBatch(company.key()));
        check.batchOfNoBlock(store.batchOfNoBlock(company.key()));
        VerificationStore.Progress written = store.progress(company.key());
        store.readByKeys();
        VerificationStore.Stored last = null;
        List<VerificationStore.Stored> piece;
        do {
            piece = store.piece(company.key(), last);
            for (VerificationStore.Stored stored : piece) {
                check.transfer(stored);
                // A block that was there before the first piece is of transfers that every piece sees.
                if (stored.batch() != null
                        && stored.batch().block() != null
                        && stored.batch().block() <= settled) {
                    check.member(stored);
                }
                last = stored;
                if (check.transfers() % TOLD_EVERY == 0) {
                    progress.accept("company " + company.id() + ": " + check.transfers() + " transfers");
                }
            }
        } while (!piece.isEmpty());
        check.incomplete();
        store.unsettled(company.key(), settled, check::member);
        check.incomplete();
        return check.report(written);
    }

    /// What is wrong with an exported head, as one sentence; null where it is still in the chain.
    private @Nullable String compare(List<CompanyRef> companies, ChainHead head) {
        String who = "Company " + head.companyId() + ": the exported block " + head.number();
        if (!key.made(head)) {
            return who + " was not signed by this installation as it stands there.";
        }
        CompanyRef company = companies.stream()
                .filter(each -> each.id().equals(head.companyId()))
                .findFirst()
                .orElse(null);
        if (company == null) {
            return who + " is of a company that is not there.";
        }
        SealStore.Block block =
                database.acrossCompanies(List.of(company.key()), () -> store.block(company.key(), head.number()));
        if (block == null) {
            return who + " is not in the chain any more: its end was cut off.";
        }
        ChainHead now = key.signed(unsigned(company, block));
        return now.equals(key.signed(head))
                ? null
                : who + " stands in the chain as another: the books before it were written anew.";
    }
}
