package io.kosh.ledger.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.ledger.Chain;
import io.kosh.ledger.ChainHead;
import io.kosh.ledger.Command;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.VerificationReport;
import io.kosh.ledger.VerificationReport.CompanyChain;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.RoundTrips;
import io.kosh.platform.Settings;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Books on real PostgreSQL, with somebody who writes to the database beside Kosh. The sealer of the shared server runs
/// all the time.
@Tag("store")
class ChainTest {
    private final TestServer server = TestServer.shared();
    private final Fixture shop = Api.of(server).newCompany(1);
    private final Database database = server.bean(Database.class);
    private final Poster ledger = server.bean(Poster.class);
    private final Sealer sealer = server.bean(Sealer.class);
    private final SealStore seals = server.bean(SealStore.class);
    private final Chain chain = server.bean(Chain.class);

    private List<Outcome> post(Poster by, Command... commands) {
        return database.inCompany(
                shop.company().key(), () -> by.postAll(shop.company().key(), List.of(commands)));
    }

    private long posted(Command command) {
        return ((Outcome.Posted) post(ledger, command).getFirst()).transfer();
    }

    private long sealed(Command command) {
        long transfer = posted(command);
        sealer.seal(shop.company().key());
        return transfer;
    }

    private VerificationReport verify(ChainHead... against) {
        return chain.verify(List.of(shop.company()), List.of(against), _ -> {});
    }

    private CompanyChain chainNow() {
        return verify().chains().getFirst();
    }

    private ChainHead head() {
        ChainHead head = chain.head(shop.company());
        if (head == null) {
            throw new AssertionError("nothing is sealed");
        }
        return head;
    }

    /// What somebody does who has the owner's password. `$c` stands for the company.
    private void tamper(String... statements) {
        DatabaseAccess access = server.bean(DatabaseAccess.class);
        JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(
                access.url(), access.owner().user(), access.owner().password().value()));
        String company = Long.toString(shop.company().key().value());
        String all = String.join("; ", statements).replace("$c", company);
        jdbc.sql("do $$ begin perform set_config('app.company', '" + company + "', true); " + all + "; end $$")
                .update();
    }

    private void takeBack(long transfer, int amount) {
        tamper(
                "delete from ledger.entry where company_id = $c and transfer_id = " + transfer,
                "delete from ledger.transfer where company_id = $c and id = " + transfer,
                "delete from ledger.source where company_id = $c and transfer_id = " + transfer,
                "update ledger.account set version = version - 1, posted_debits = posted_debits - "
                        + "case normal when 'DEBIT' then " + amount + " else 0 end, "
                        + "posted_credits = posted_credits - case normal when 'CREDIT' then " + amount
                        + " else 0 end where company_id = $c");
    }

    private void brokenBut(boolean balanced, String... words) {
        VerificationReport report = verify();
        assertThat(report.right()).isFalse();
        assertThat(report.audit().balanced())
                .as("%s", report.audit().problems())
                .isEqualTo(balanced);
        assertThat(report.chains().getFirst().firstBroken())
                .contains(shop.companyId())
                .contains(words);
    }

    @Test
    void aSealerRestsForLongerTheMoreThereIsToDo() {
        assertThat(Sealer.rest(Duration.ofMillis(4))).isEqualTo(Duration.ofMillis(500));
        assertThat(Sealer.rest(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(6));
        assertThat(Sealer.rest(Duration.ofMinutes(5))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void everyPostingIsSealedOnceWhileManyPostAndTwoSeal() throws Exception {
        Sealer other = new Sealer(
                server.bean(Seals.class),
                seals,
                database,
                server.bean(RoundTrips.class),
                server.bean(CompanyRegistry.class),
                server.bean(Clock.class),
                server.bean(LedgerMeters.class));
        AtomicBoolean posting = new AtomicBoolean(true);
        try (var executor = Executors.newFixedThreadPool(8)) {
            List<Future<?>> sealing = new ArrayList<>();
            for (Sealer each : List.of(sealer, other)) {
                sealing.add(executor.submit(() -> {
                    while (posting.get()) {
                        each.seal(shop.company().key());
                    }
                }));
            }
            List<Future<?>> posters = new ArrayList<>();
            for (int thread = 0; thread < 6; thread++) {
                int owner = thread;
                posters.add(executor.submit(() -> {
                    for (int i = 0; i < 40; i++) {
                        String id = owner + "/" + i;
                        post(
                                ledger,
                                Bookkeeper.give(id, owner, 5),
                                Bookkeeper.give(id + "b", 100 + owner, 5),
                                Bookkeeper.spend(id + "c", owner, 2),
                                Bookkeeper.spend(id + "d", 200, 2));
                    }
                }));
            }
            for (Future<?> poster : posters) {
                poster.get();
            }
            posting.set(false);
            for (Future<?> each : sealing) {
                each.get();
            }
        }
        sealer.seal(shop.company().key());

        VerificationReport report = verify(head());
        assertThat(report.right()).as(report.toString()).isTrue();
        CompanyChain now = report.chains().getFirst();
        assertThat(now.transfers()).isEqualTo(720).isEqualTo(head().transfers());
        assertThat(now.batches()).isEqualTo(240);
        assertThat(now.unsealedBatches()).isZero();
        assertThat(now.blocks()).isBetween(2L, 240L).isEqualTo(head().number());
    }

    @Test
    void holdsAndTheirEndsAreHashedAsTheyAreWritten() {
        posted(Bookkeeper.give("1", 7, 25));
        long hold = posted(new Command.Hold(
                Bookkeeper.source("2"),
                "",
                Bookkeeper.SPEND,
                List.of(io.kosh.ledger.Leg.of(Bookkeeper.purse(7), Bookkeeper.shop(), 10)),
                Map.of("why", "a hold", "and", "\u20b9 \ud83d\ude00 \" \\ \n"),
                Clock.systemUTC().instant().plusSeconds(600)));
        posted(Bookkeeper.capture("3", hold, 4L));

        assertThat(chainNow().firstBroken()).isNull();
        assertThat(chainNow().transfers()).isEqualTo(3);
    }

    @Test
    void anAmountChangedTogetherWithItsBalancesIsNamed() {
        long transfer = sealed(Bookkeeper.give("1", 7, 25));
        tamper(
                "update ledger.entry set posted = 26, balance = 26 where company_id = $c",
                "update ledger.account set posted_debits = 26 where company_id = $c and normal = 'DEBIT'",
                "update ledger.account set posted_credits = 26 where company_id = $c and normal = 'CREDIT'");

        brokenBut(true, "block 1, batch " + transfer + ": transfer " + transfer, "were changed");
    }

    @Test
    void aChangedDetailOrOwnerIsNamed() {
        long transfer = sealed(Bookkeeper.give("1", 7, 25));
        tamper("update ledger.transfer set detail = '{\"event\":\"BONUS\"}' where company_id = $c");
        brokenBut(true, "transfer " + transfer, "were changed");
        tamper("update ledger.transfer set detail = '[1]' where company_id = $c");
        brokenBut(true, "transfer " + transfer, "detail that Kosh never writes");
        tamper("update ledger.transfer set detail = null where company_id = $c");
        assertThat(verify().right()).isTrue();

        tamper("update ledger.account set owner = 8 where company_id = $c and owner = 7");
        brokenBut(true, "transfer " + transfer, "were changed");
    }

    @Test
    void aTransferTakenOutIsNamed() {
        sealed(Bookkeeper.give("1", 7, 25));
        long second = sealed(Bookkeeper.give("2", 7, 10));
        takeBack(second, 10);
        brokenBut(true, "block 2, batch " + second, "all of its transfers are gone");
    }

    @Test
    void aTransferTakenOutOfABatchIsNamed() {
        List<Outcome> outcomes = post(ledger, Bookkeeper.give("1", 7, 25), Bookkeeper.give("2", 7, 10));
        List<Long> transfers = outcomes.stream()
                .map(outcome -> ((Outcome.Posted) outcome).transfer())
                .sorted()
                .toList();
        sealer.seal(shop.company().key());
        takeBack(((Outcome.Posted) outcomes.getLast()).transfer(), 10);

        brokenBut(true, "block 1, batch " + transfers.getFirst(), "are not the 2 that were written");
    }

    @Test
    void aTransferPutInIsNamed() {
        long transfer = sealed(Bookkeeper.give("1", 7, 25));
        long forged = transfer + 1_000_000_000;
        String copy = "insert into ledger.transfer select company_id, " + forged + ", recorded_at, template, phase, "
                + "source_kind, 'forged', relates_to, detail%s from ledger.transfer where company_id = $c and id = "
                + transfer;
        tamper(
                copy.formatted(", null, null"),
                "insert into ledger.source select company_id, gen_random_uuid(), request_hash, " + forged
                        + " from ledger.source where company_id = $c and transfer_id = " + transfer,
                "insert into ledger.entry select company_id, account_id, version + 1, " + forged
                        + ", recorded_at, side, posted, pending, balance + posted from ledger.entry "
                        + "where company_id = $c",
                "update ledger.account set version = 2, posted_debits = 2 * posted_debits, "
                        + "posted_credits = 2 * posted_credits where company_id = $c");
        brokenBut(true, "transfer " + forged + " stands in no batch");

        tamper("update ledger.transfer set batch_id = " + transfer + ", content_hash = sha256('x') where id = "
                + forged);
        brokenBut(true, "batch " + transfer, "transfer " + forged);
        tamper("update ledger.transfer set batch_id = " + forged + " where id = " + forged);
        brokenBut(true, "transfer " + forged + " names a batch that is not there");
    }

    @Test
    void aChangedBlockIsNamed() {
        sealed(Bookkeeper.give("1", 7, 25));
        sealed(Bookkeeper.give("2", 7, 25));
        tamper("update ledger.block set sealed_at = sealed_at - interval '1 day' where company_id = $c and number = 1");
        brokenBut(true, "block 1", "was changed after it was sealed");
    }

    @Test
    void aBatchMovedToAnotherBlockIsNamed() {
        sealed(Bookkeeper.give("1", 7, 25));
        sealed(Bookkeeper.give("2", 7, 25));
        tamper("update ledger.batch set block = 2 where company_id = $c");
        brokenBut(true, "block 1 was sealed with 1 batches and 0 name it");
    }

    @Test
    void aBlockTakenAwayIsNamed() {
        sealed(Bookkeeper.give("1", 7, 25));
        sealed(Bookkeeper.give("2", 7, 25));
        sealed(Bookkeeper.give("3", 7, 25));
        tamper("delete from ledger.block where company_id = $c and number = 3");
        brokenBut(true, "block 3 is gone");
        tamper("delete from ledger.block where company_id = $c and number = 1");
        brokenBut(true, "block 1 is missing before block 2");
    }

    @Test
    void batchesThatNobodySealsAreNamed() {
        VerificationStore.Progress late = new VerificationStore.Progress(2, 1, Duration.ofHours(1));

        assertThat(new ChainCheck(shop.company().key(), shop.companyId())
                        .report(late)
                        .firstBroken())
                .contains(shop.companyId(), "blocks were taken away");
    }

    @Test
    void anExportedHeadShowsThatTheEndWasCutOff() {
        sealed(Bookkeeper.give("1", 7, 25));
        ChainHead first = head();
        long second = sealed(Bookkeeper.give("2", 7, 10));
        ChainHead last = head();
        assertThat(verify(first, last).right()).isTrue();
        takeBack(second, 10);
        tamper(
                "delete from ledger.batch where company_id = $c and id = " + second,
                "delete from ledger.block where company_id = $c and number = " + last.number());

        assertThat(verify(first).right()).isTrue();
        assertThat(verify(first, last).heads()).singleElement().asString().contains("its end was cut off");
    }

    @Test
    void anExportedHeadShowsThatTheBooksWereWrittenAnew() {
        sealed(Bookkeeper.give("1", 7, 25));
        ChainHead before = head();
        tamper(
                "update ledger.batch set block = null where company_id = $c",
                "delete from ledger.block where company_id = $c");
        sealer.seal(shop.company().key());

        assertThat(verify().right()).isTrue();
        VerificationReport report = verify(before);
        assertThat(report.right()).isFalse();
        assertThat(report.heads()).singleElement().asString().contains(shop.companyId(), "written anew");
        ChainHead forged = new ChainHead(
                before.companyId(),
                head().number(),
                head().hash(),
                head().transfers(),
                head().sealedAt(),
                before.publicKey(),
                before.signature());
        assertThat(verify(forged).heads()).singleElement().asString().contains("not signed by this installation");
    }

    @Test
    void aSealerThatDiesLeavesNothing() {
        posted(Bookkeeper.give("1", 7, 25));
        assertThatThrownBy(() -> database.inCompany(shop.company().key(), () -> {
                    sealer.seal(shop.company().key());
                    throw new IllegalStateException("killed before its commit");
                }))
                .hasMessageContaining("killed");
        sealer.seal(shop.company().key());

        VerificationReport report = verify(head());
        assertThat(report.right()).as(report.toString()).isTrue();
        assertThat(head().number()).isEqualTo(1);
    }

    @Test
    void booksWithoutHashesSaySo() {
        Settings off = new Binder(new MapConfigurationPropertySource(Map.of("kosh.ledger.hashing", "false")))
                .bindOrCreate("kosh", Settings.class);
        Poster unhashed = new Poster(
                server.bean(BookStore.class),
                server.bean(AccountStore.class),
                server.bean(HoldStore.class),
                new Seals(seals, off),
                server.bean(BusinessClock.class),
                server.bean(LedgerMeters.class),
                server.bean(RoundTrips.class));
        post(unhashed, Bookkeeper.give("1", 7, 25));
        assertThat(verify().right()).isTrue();
        assertThat(chainNow().unhashed()).isEqualTo(1);

        sealed(Bookkeeper.give("2", 7, 25));
        assertThat(verify().right()).isTrue();
        post(unhashed, Bookkeeper.give("3", 7, 25));
        brokenBut(true, "stands in no batch", "while hashing was off");
    }

    @Test
    void theEndOfTheChainIsShownToItsCompany() {
        Fixture other = Api.of(server).newCompany(1);
        assertThat(shop.api().get("/api/v1/ledger/chain").status()).isEqualTo(404);
        sealed(Bookkeeper.give("1", 7, 25));

        assertThat(shop.api().get("/api/v1/ledger/chain").text("hash")).isEqualTo(head().hash());
        assertThat(shop.api().get("/api/v1/ledger/chain").text("signature")).isEqualTo(head().signature());
        assertThat(other.api()
                        .get("/api/v1/ledger/chain?companyId=" + shop.companyId())
                        .status())
                .isEqualTo(403);
        assertThat(Api.of(server)
                        .newOperator()
                        .get("/api/v1/ledger/chain?companyId=" + shop.companyId())
                        .text("transfers"))
                .isEqualTo("1");
    }

    @Test
    void theServerSealsByItself() throws Exception {
        posted(Bookkeeper.give("1", 7, 25));
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (chain.head(shop.company()) == null) {
            assertThat(System.nanoTime()).as("it should be sealed by now").isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(verify(head()).right()).isTrue();
    }
}
