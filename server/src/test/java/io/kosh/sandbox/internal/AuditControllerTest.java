package io.kosh.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.DatabaseAccess;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestDatabase;
import io.kosh.testing.TestServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditControllerTest {
    private final TestServer server = SandboxServer.shared();
    private final Api.Fixture shop = SandboxServer.company();

    private void sabotage(String sql) {
        String url = server.bean(DatabaseAccess.class).url();
        TestDatabase.execute(url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", ""), sql);
    }

    @Test
    void aSoundCompanyIsRight() {
        shop.api().send(SandboxServer.allocation(shop, "R1"));

        Reply audit = shop.api().get("/sandbox/audit");

        assertThat(audit.text("right")).as(audit.body()).isEqualTo("true");
        assertThat(audit.text("transfers")).isEqualTo("1");
        assertThat(audit.json().get("checks").toString())
                .contains("ledger.books", "ledger.chain", "jobs.overdue", "loyalty.passed-limits");
    }

    @Test
    void anotherCompanysBooksAreNotAudited() {
        shop.api().send(SandboxServer.allocation(shop, "R1"));
        Api neighbour = SandboxServer.company().api();

        assertThat(neighbour.get("/sandbox/audit").text("transfers")).isEqualTo("0");
        assertThat(neighbour.get("/sandbox/audit?companyId=" + shop.companyId()).status())
                .isEqualTo(403);
    }

    @Test
    void whatIsWrongIsFound() {
        shop.api().post("/api/v1/coins/events", Map.of("event", "BUDGETED", "amount", 10, "budget", 100));
        shop.api().send(SandboxServer.allocation(shop, "R1"));
        String user = shop.userIds().getFirst();
        shop.api()
                .post(
                        "/api/v0/enkash-coins/allocate-coin",
                        Map.of("companyId", shop.companyId(), "event", "BUDGETED", "requestId", "R2", "userId", user));
        shop.api()
                .post("/api/v1/coins/burns", Map.of("userId", user, "amount", 4, "requestId", "B1", "holdSeconds", 60));
        long company = shop.company().key().value();

        sabotage("update ledger.limit_use set used = 101 where company_id = " + company);
        sabotage("update ledger.account set posted_credits = posted_credits + 1, posted_debits = posted_debits + 1"
                + " where company_id = " + company);
        shop.api().post("/sandbox/clock", Map.of("advance", "P1D"));
        // Its time-out is posted already, so that nothing ends it any more.
        sabotage("update ledger.hold set state = 'HELD', ended_by = null where company_id = " + company);
        Reply audit = shop.api().get("/sandbox/audit");

        assertThat(audit.text("right")).isEqualTo("false");
        assertThat(audit.json().get("problems").findValuesAsString("check"))
                .contains("loyalty.passed-limits", "jobs.overdue", "ledger.balance-is-sum-of-entries");
    }
}
