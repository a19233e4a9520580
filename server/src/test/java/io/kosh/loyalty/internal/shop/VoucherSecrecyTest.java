package io.kosh.loyalty.internal.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.loyalty.internal.shop.Shop.Denomination;
import io.kosh.platform.Database;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Where the code of a voucher is to be read: in one answer, and nowhere else.
@Tag("store")
class VoucherSecrecyTest {
    private final Shop shop = Shop.with(1000);

    private long rows(String table, String text) {
        return shop.sql(
                "select count(*) from " + table + " as each where each::text like ?", Long.class, "%" + text + "%");
    }

    /// Every table that the application may read.
    private List<String> tables() {
        return shop.server()
                .bean(Database.class)
                .inCompany(
                        shop.key(),
                        () -> shop.server()
                                .bean(JdbcClient.class)
                                .sql("""
                                select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                                where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
                                    and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
                                """)
                                .query((row, _) -> row.getString(1))
                                .list());
    }

    @Test
    void aCodeStandsInNoTable() throws Exception {
        String product = shop.product(Denomination.of("A", 100));
        shop.api().post("/api/v1/webhooks", Map.of("url", "http://localhost:9/", "events", List.of("*")));
        String id = shop.order(product, 100, 2, "R1").text("payload.orderId");
        shop.ended(id);
        Reply details = shop.details(id);
        List<String> codes = new ArrayList<>();
        details.json()
                .at("/paylod/voucherDetailsList")
                .forEach(voucher -> codes.add(voucher.get("cardNumber").asString()));
        assertThat(codes).hasSize(2);
        awaitLogged(id);

        for (String table : tables()) {
            for (String code : codes) {
                assertThat(rows(table, code)).as(table).isZero();
            }
        }
        assertThat(rows("loyalty.voucher_order", id))
                .as("the search finds what there is")
                .isEqualTo(1);
        Path log = TestServer.dir("test-postgres").resolve("postgres.log");
        if (Files.exists(log)) {
            assertThat(Files.readString(log)).doesNotContain(codes);
        }
    }

    /// The sandbox's log of requests is written a little later.
    private void awaitLogged(String id) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (shop.sql(
                        "select count(*) from sandbox.event where company_id = ? and path like '%orderDetails%'",
                        Long.class, shop.key().value())
                == 0) {
            assertThat(System.nanoTime()).as("the log knows " + id).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void anEventAndAnAnswerThatIsKeptHaveNoCode() {
        String product = shop.product(Denomination.of("A", 100));
        Reply placed = shop.order(product, 100, 1, "R1");
        shop.ended("R1");

        assertThat(placed.body()).doesNotContain("cardNumber", "pin");
        assertThat(shop.found("R1").body()).doesNotContain("cardNumber", "\"pin\"");
        assertThat(new OrderDetailsController.VoucherResponse("123", "4", java.time.LocalDateTime.MIN))
                .hasToString("a voucher");
    }
}
