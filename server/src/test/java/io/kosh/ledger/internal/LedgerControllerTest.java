package io.kosh.ledger.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.ledger.Ledger;
import io.kosh.ledger.Outcome;
import io.kosh.platform.Database;
import io.kosh.platform.DatabaseAccess;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@Tag("store")
class LedgerControllerTest {
    private final TestServer server = TestServer.shared();
    private final Fixture shop = Api.of(server).newCompany(1);
    private final Fixture other = Api.of(server).newCompany(1);
    private final Ledger ledger = server.bean(Ledger.class);

    private Outcome post(io.kosh.ledger.Command command) {
        return server.bean(Database.class)
                .inCompany(
                        shop.company().key(), () -> ledger.post(shop.company().key(), command));
    }

    private String purseId() {
        return shop.api().get("/api/v1/ledger/accounts?account=test.purse").text("items.0.accountId");
    }

    @Test
    void anAccountShowsItsSixNumbersAndItsLines() {
        post(Bookkeeper.give("1", 7, 25));
        post(Bookkeeper.spend("2", 7, 5));

        Reply account = shop.api().get("/api/v1/ledger/accounts/" + purseId());
        assertThat(account.text("postedCredits")).isEqualTo("25");
        assertThat(account.text("postedDebits")).isEqualTo("5");
        assertThat(account.text("balance")).isEqualTo("20");
        Reply lines = shop.api().get("/api/v1/ledger/accounts/" + purseId() + "/entries?limit=1");
        assertThat(lines.text("items.0.version")).isEqualTo("2");
        assertThat(lines.text("items.0.balance")).isEqualTo("20");
        Reply older =
                shop.api().get("/api/v1/ledger/accounts/" + purseId() + "/entries?cursor=" + lines.text("nextCursor"));
        assertThat(older.text("items.0.balance")).isEqualTo("25");
    }

    @Test
    void aBalanceCanBeReadAsOfAMoment() {
        post(Bookkeeper.give("1", 7, 25));
        String first = shop.api().get("/api/v1/ledger/accounts/" + purseId()).text("lastRecordedAt");
        post(Bookkeeper.give("2", 7, 10));

        String path = "/api/v1/ledger/accounts/" + purseId() + "/balance?at=";
        assertThat(shop.api().get(path + first).text("balance")).isEqualTo("25");
        assertThat(shop.api().get(path + Instant.parse(first).minusSeconds(60)).text("balance"))
                .isEqualTo("0");
        assertThat(shop.api().get(path + Instant.parse(first).plusSeconds(3600)).text("balance"))
                .isEqualTo("35");
        assertThat(shop.api().get(path + "yesterday").text("field")).isEqualTo("at");
        assertThat(shop.api().get(path + "%2B999999-01-01T00:00:00Z").text("field"))
                .isEqualTo("at");
        assertThat(shop.api().get("/api/v1/ledger/accounts?account=%00").status())
                .isEqualTo(400);
    }

    @Test
    void theBooksOfAnotherCompanyAreNotThere() {
        long transfer = ((Outcome.Posted) post(Bookkeeper.give("1", 7, 25))).transfer();
        String account = purseId();

        assertThat(other.api().get("/api/v1/ledger/accounts/" + account).status())
                .isEqualTo(404);
        assertThat(other.api()
                        .get("/api/v1/ledger/accounts/" + account + "/entries")
                        .status())
                .isEqualTo(404);
        assertThat(other.api().get("/api/v1/ledger/transfers/" + transfer).status())
                .isEqualTo(404);
        assertThat(other.api()
                        .get("/api/v1/ledger/accounts?companyId=" + shop.companyId())
                        .status())
                .isEqualTo(403);
        Api operator = Api.of(server).newOperator();
        assertThat(operator.get("/api/v1/ledger/transfers/" + transfer + "?companyId=" + shop.companyId())
                        .text("template"))
                .isEqualTo("test.give");
        assertThat(operator.get("/api/v1/ledger/transfers/" + transfer).status())
                .isEqualTo(400);
    }

    @Test
    void aRefusedCommandInABatchLeavesNothingBehind() {
        List<Outcome> outcomes = server.bean(Database.class)
                .inCompany(
                        shop.company().key(),
                        () -> ledger.postAll(
                                shop.company().key(),
                                List.of(Bookkeeper.give("1", 7, 5), Bookkeeper.spend("2", 7, 6))));

        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Refused.class);
        post(Bookkeeper.give("3", 7, 1));
        assertThat(post(Bookkeeper.spend("2", 7, 6))).isInstanceOf(Outcome.Posted.class);
        assertThat(shop.api().get("/api/v1/ledger/audit").text("balanced")).isEqualTo("true");
    }

    @Test
    void theAuditFindsWhatWasTamperedWith() {
        post(Bookkeeper.give("1", 7, 25));
        long purse = Long.parseLong(purseId());
        DatabaseAccess access = server.bean(DatabaseAccess.class);
        DriverManagerDataSource owner = new DriverManagerDataSource(
                access.url(), access.owner().user(), access.owner().password().value());
        JdbcClient jdbc = JdbcClient.create(owner);
        String company = Long.toString(shop.company().key().value());
        String tamper = "do $$ begin perform set_config('app.company', '" + company + "', true); %s; end $$";

        jdbc.sql(tamper.formatted("update ledger.account set posted_credits = 26 where id = " + purse))
                .update();
        Reply broken = shop.api().get("/api/v1/ledger/audit");
        jdbc.sql(tamper.formatted("update ledger.account set posted_credits = 25 where id = " + purse))
                .update();

        assertThat(broken.text("balanced")).isEqualTo("false");
        assertThat(broken.body()).contains("balance-is-sum-of-entries", "assets-sum-to-zero", shop.companyId());
        jdbc.sql(tamper.formatted("update ledger.entry set balance = 24 where account_id = " + purse))
                .update();
        assertThat(shop.api().get("/api/v1/ledger/audit").body()).contains("running-balances");
        jdbc.sql(tamper.formatted("update ledger.entry set balance = 25 where account_id = " + purse))
                .update();
        assertThat(shop.api().get("/api/v1/ledger/audit").text("balanced")).isEqualTo("true");
    }

    @Test
    void monthsAreOpenedAheadAndOnce() {
        BookStore books = server.bean(BookStore.class);
        Database database = server.bean(Database.class);
        java.time.LocalDate month = java.time.LocalDate.of(2031, 5, 1);

        assertThat(database.inRegistry(() -> books.openMonth(month))).isTrue();
        assertThat(database.inRegistry(() -> books.openMonth(month))).isFalse();
    }
}
