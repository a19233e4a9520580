package io.kosh.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.identity.ClientCredentials;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyTables;
import io.kosh.platform.Database;
import io.kosh.platform.DatabaseAccess;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestDatabase;
import io.kosh.testing.TestServer;
import io.kosh.vault.Vault;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class SnapshotControllerTest {
    private final TestServer server = SandboxServer.shared();
    private final Api.Fixture shop = SandboxServer.company();

    private void allocate(String requestId) {
        assertThat(shop.api().send(SandboxServer.allocation(shop, requestId)).status())
                .isEqualTo(200);
    }

    private void save(String name) {
        Reply saved = shop.api().post("/sandbox/snapshots", Map.of("name", name));
        assertThat(saved.status()).as(saved.body()).isEqualTo(201);
    }

    private Reply restore(String name) {
        Reply restored = shop.api().post("/sandbox/snapshots/" + name + "/restore", "");
        assertThat(restored.status()).as(restored.body()).isEqualTo(200);
        return restored;
    }

    private void isRight() {
        Reply audit = shop.api().get("/sandbox/audit");
        assertThat(audit.text("right")).as(audit.body()).isEqualTo("true");
    }

    private long blocks() {
        return Long.parseLong(shop.api().get("/sandbox/audit").text("blocks"));
    }

    private void awaitBlocks(long atLeast) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (blocks() < atLeast && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(blocks()).isGreaterThanOrEqualTo(atLeast);
    }

    @Test
    void aRestoredCompanyIsAsItWasAndItsBooksVerify() {
        allocate("R1");
        awaitBlocks(1);
        save("one");
        allocate("R2");
        String user = shop.userIds().getFirst();
        shop.api().post("/api/v1/coins/burns", Map.of("userId", user, "amount", 4, "requestId", "B1"));
        shop.api().post("/api/v1/coins/events", Map.of("event", "LATER", "amount", 1));
        awaitBlocks(2);

        Reply restored = restore("one");

        assertThat(restored.text("generation")).isEqualTo("1");
        assertThat(SandboxServer.balance(shop)).isEqualTo(10);
        assertThat(shop.api().get("/api/v1/coins/events").json().toString()).doesNotContain("LATER");
        isRight();
        assertThat(blocks()).isEqualTo(1);
        allocate("R2");
        assertThat(SandboxServer.balance(shop)).isEqualTo(20);
        awaitBlocks(2);
        isRight();
        assertThat(restore("one").text("generation")).isEqualTo("2");
        isRight();
    }

    @Test
    void whatWasNotSealedWhenItWasSavedIsSealedAfterItsRestore() {
        allocate("R1");
        save("fresh");
        restore("fresh");

        awaitBlocks(1);
        isRight();
    }

    @Test
    void timeGoesBackWithTheStateAndOnlyThen() {
        Instant frozen = Instant.parse(
                shop.api().post("/sandbox/clock", Map.of("freeze", true)).text("now"));
        save("frozen");
        shop.api().post("/sandbox/clock", Map.of("advance", "P30D"));

        restore("frozen");

        Reply clock = shop.api().get("/sandbox/clock");
        assertThat(Instant.parse(clock.text("now"))).isEqualTo(frozen);
        assertThat(clock.text("frozen")).isEqualTo("true");
    }

    @Test
    void aComparisonShowsWhatChanged() {
        allocate("R1");
        save("one");
        awaitBlocks(1);
        save("sealed");
        assertThat(shop.api().get("/sandbox/snapshots/sealed/diff").json()).isEmpty();
        allocate("R2");

        var differences = shop.api().get("/sandbox/snapshots/sealed/diff").json();

        assertThat(differences.findValuesAsString("table"))
                .contains("ledger.account", "ledger.transfer", "ledger.entry", "ledger.source", "ledger.batch");
        assertThat(differences
                        .valueStream()
                        .filter(each -> each.get("table").asString().equals("ledger.account"))
                        .toList())
                .hasSize(2)
                .allSatisfy(each -> {
                    assertThat(each.get("before").get("version").asInt()).isEqualTo(1);
                    assertThat(each.get("after").get("version").asInt()).isEqualTo(2);
                });
        assertThat(shop.api().delete("/sandbox/snapshots/one").status()).isEqualTo(200);
        assertThat(shop.api().get("/sandbox/snapshots").json().findValuesAsString("name"))
                .containsExactly("sealed");
    }

    @Test
    void aComparisonTellsNothingOfWhatTheVaultHolds() {
        save("one");
        CompanyKey company = shop.company().key();
        Vault vault = server.bean(Vault.class);
        String token = server.bean(Database.class)
                .inCompany(
                        company,
                        () -> vault.issue(company, YearMonth.of(2031, 8)).token());

        Reply differences = shop.api().get("/sandbox/snapshots/one/diff");

        assertThat(differences.json().get(0).toString())
                .isEqualTo("{\"table\":\"vault.card\",\"key\":[\"" + token + "\"],\"before\":null,\"after\":{}}");
        assertThat(differences.json()).hasSize(1);
    }

    @Test
    void aResetEmptiesTheStateAndKeepsWhoThereIs() {
        Api.Fixture neighbour = SandboxServer.company();
        neighbour.api().send(SandboxServer.allocation(neighbour, "R1"));
        allocate("R1");
        shop.api().post("/sandbox/clock", Map.of("advance", "P30D"));

        assertThat(shop.api().post("/sandbox/reset", "").status()).isEqualTo(200);

        assertThat(SandboxServer.balance(shop)).isZero();
        assertThat(SandboxServer.balance(neighbour)).isEqualTo(10);
        isRight();
        assertThat(shop.api().get("/sandbox/clock").text("offsetSeconds")).isEqualTo("0");
        shop.api().post("/api/v1/coins/events", Map.of("event", "SIGNUP", "amount", 10));
        allocate("R1");
        isRight();
    }

    @Test
    void aRestoreUnderLoadLeavesSoundBooks() throws Exception {
        allocate("R0");
        save("loaded");
        List<Thread> threads = Stream.of("a", "b", "c", "d")
                .map(name -> Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 20; i++) {
                        shop.api().send(SandboxServer.allocation(shop, name + i));
                    }
                }))
                .toList();
        restore("loaded");
        restore("loaded");
        for (Thread thread : threads) {
            thread.join();
        }

        isRight();
        restore("loaded");
        assertThat(SandboxServer.balance(shop)).isEqualTo(10);
        isRight();
    }

    @Test
    void aSnapshotIsNotDeletedBesideARestoreOrAMove() {
        save("one");

        int busy = server.bean(Clocks.class)
                .alone(
                        shop.company(),
                        () -> shop.api().delete("/sandbox/snapshots/one").status());

        assertThat(busy).isEqualTo(409);
        assertThat(shop.api().delete("/sandbox/snapshots/one").status()).isEqualTo(200);
        assertThat(shop.api().delete("/sandbox/snapshots/one").status()).isEqualTo(404);
    }

    @Test
    void rowsAreNotRestoredWithoutTheirTime() {
        allocate("R1");
        save("one");
        allocate("R2");
        long company = shop.company().key().value();
        String database = database();
        TestDatabase.execute(database, """
                create function sandbox.refuse_a_time() returns trigger language plpgsql as
                    $$ begin raise exception 'a test refuses it'; end $$""");
        TestDatabase.execute(database, """
                create trigger refuse_a_time before update on sandbox.clock for each row
                    when (new.company_id = %d and new.version <> old.version)
                    execute function sandbox.refuse_a_time()""".formatted(company));

        int failed = shop.api().post("/sandbox/snapshots/one/restore", "").status();

        TestDatabase.execute(database, "drop function sandbox.refuse_a_time() cascade");
        assertThat(failed).isEqualTo(500);
        assertThat(SandboxServer.balance(shop)).isEqualTo(20);
        assertThat(restore("one").text("generation")).isEqualTo("1");
        assertThat(SandboxServer.balance(shop)).isEqualTo(10);
    }

    private String database() {
        String url = server.bean(DatabaseAccess.class).url();
        return url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
    }

    @Test
    void aSnapshotFromBeforeAMigrationGetsTheDefaultsOfWhatWasAddedSince() {
        allocate("R1");
        save("old");
        TestDatabase.execute(database(), """
                update sandbox.snapshot_row set row = row - 'lotted' - 'pending_debits' || '{"dropped_since": 7}'
                where company_id = %d and source = 'ledger.account'""".formatted(shop.company().key().value()));
        awaitBlocks(1);
        save("sealed");
        assertThat(differingTables("old")).doesNotContain("ledger.account");
        allocate("R2");

        restore("old");

        assertThat(SandboxServer.balance(shop)).isEqualTo(10);
        assertThat(differingTables("sealed")).doesNotContain("ledger.account");
        isRight();
    }

    private List<String> differingTables(String name) {
        return shop.api().get("/sandbox/snapshots/" + name + "/diff").json().findValuesAsString("table");
    }

    @Test
    void noMoreRowsAreCopiedThanASnapshotMayHold() {
        allocate("R1");
        List<String> tables = server.beans(CompanyTables.class).stream()
                .flatMap(each -> each.kept().stream().map(table -> each.schema() + "." + table))
                .toList();
        CompanyKey company = shop.company().key();

        long copied = server.bean(Database.class)
                .inCompany(company, () -> server.bean(SnapshotStore.class).copy(company, "large", tables, 3));

        assertThat(copied).isEqualTo(3);
        assertThat(server.bean(Database.class)
                        .<Long>inCompany(
                                company,
                                () -> server.bean(JdbcClient.class)
                                        .sql("select count(*) from sandbox.snapshot_row where company_id = ?")
                                        .param(company.value())
                                        .query(Long.class)
                                        .single()))
                .isEqualTo(3);
    }

    @Test
    void functionsThatRunAsTheOwnerLookAmongTemporaryTablesLast() {
        DatabaseAccess access = server.bean(DatabaseAccess.class);
        List<String> paths = JdbcClient.create(new DriverManagerDataSource(
                        access.url(),
                        access.owner().user(),
                        access.owner().password().value()))
                .sql("""
                        select proname || ' ' || coalesce(array_to_string(proconfig, ' '), '') from pg_proc
                        where pronamespace = 'sandbox'::regnamespace order by 1""")
                .query((row, _) -> String.valueOf(row.getString(1)))
                .list();

        assertThat(paths).hasSize(5).allSatisfy(path -> assertThat(path).endsWith(" search_path=pg_catalog, pg_temp"));
    }

    @Test
    void anotherCompanysSnapshotIsUnknown() {
        save("mine");
        Api.Fixture neighbour = SandboxServer.company();

        assertThat(neighbour.api().post("/sandbox/snapshots/mine/restore", "").status())
                .isEqualTo(404);
        assertThat(neighbour.api().get("/sandbox/snapshots/mine/diff").status()).isEqualTo(404);
        assertThat(neighbour.api().delete("/sandbox/snapshots/mine").status()).isEqualTo(404);
        assertThat(neighbour.api().get("/sandbox/snapshots").json()).isEmpty();
        String named = "?companyId=" + shop.companyId();
        assertThat(neighbour.api().get("/sandbox/snapshots" + named).status()).isEqualTo(403);
        assertThat(neighbour
                        .api()
                        .post("/sandbox/snapshots/mine/restore" + named, "")
                        .status())
                .isEqualTo(403);
        assertThat(neighbour.api().post("/sandbox/reset" + named, "").status()).isEqualTo(403);
        assertThat(shop.api().get("/sandbox/snapshots").json()).hasSize(1);
    }

    @Test
    void aFreshCompanyCanCallAtOnceAndIsThereInATenthOfASecond() {
        for (int i = 0; i < 20; i++) {
            shop.api().post("/sandbox/companies", Map.of());
        }
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long started = System.nanoTime();
            shop.api().post("/sandbox/companies", Map.of());
            best = Math.min(best, System.nanoTime() - started);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(100));

        Reply made = shop.api().post("/sandbox/companies", Map.of("users", 2));
        assertThat(made.json().get("userIds")).hasSize(2);
        Api nobody = Api.of(server);
        String token = nobody.token(
                        new ClientCredentials(made.text("clientId"), new Secret<>(made.text("clientSecret"))),
                        Map.of("grant_type", "client_credentials"))
                .text("access_token");
        assertThat(nobody.as(token).get("/sandbox/clock").text("companyId")).isEqualTo(made.text("companyId"));
    }

    @Test
    void everyTenantTableIsKeptOrLeftForAReason() {
        DatabaseAccess access = server.bean(DatabaseAccess.class);
        List<String> fenced = JdbcClient.create(new DriverManagerDataSource(
                        access.url(),
                        access.owner().user(),
                        access.owner().password().value()))
                .sql("""
                        select relnamespace::regnamespace::text || '.' || relname
                        from pg_class join pg_policy on polrelid = pg_class.oid
                        where polname = 'one_company' and relforcerowsecurity order by 1""")
                .query((row, _) -> String.valueOf(row.getString(1)))
                .list();
        List<String> declared = server.beans(CompanyTables.class).stream()
                .flatMap(tables -> Stream.concat(tables.kept().stream(), tables.left().keySet().stream())
                        .map(table -> tables.schema() + "." + table))
                .toList();

        assertThat(declared).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(fenced);
    }
}
