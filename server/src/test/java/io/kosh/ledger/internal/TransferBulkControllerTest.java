package io.kosh.ledger.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class TransferBulkControllerTest {
    private static final String BULK = "/api/v1/ledger/transfers/bulk";
    private final Fixture shop = Api.of(TestServer.shared()).newCompany(1);
    private final Api operator = Api.of(TestServer.shared()).newOperator();

    private static Map<String, Object> item(String id, String template, long debit, long credit, long amount) {
        Map<String, Object> item = new HashMap<>(Map.of("sourceId", id, "template", template, "amount", amount));
        item.put("debitOwner", debit);
        item.put("creditOwner", credit);
        item.put("opens", true);
        item.put("note", "opening balance");
        return item;
    }

    private Reply bulk(List<?> items) {
        return operator.post(BULK, Map.of("companyId", shop.companyId(), "items", items));
    }

    @Test
    void transfersArePostedByTemplatesEachWithItsOwnResult() {
        Map<String, Object> mistyped = item("S4", "coins.allocate", 0, 99, 5);
        mistyped.put("opens", false);
        List<Map<String, Object>> items = List.of(
                item("S1", "coins.allocate", 0, 7, 50),
                item("S2", "coins.burn", 7, 0, 60),
                item("S3", "coins.burn", 7, 0, 20),
                mistyped,
                item("S5", "no.such", 0, 7, 5),
                item("S1", "coins.allocate", 0, 7, 51),
                item("S6", "coins.allocate", 0, 7, 0));

        Reply reply = bulk(items);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        var results = reply.json().get("results");
        assertThat(reply.json().get("posted").asInt()).isEqualTo(2);
        assertThat(results.get(1).get("error").get("code").asString()).isEqualTo("BALANCE_INSUFFICIENT");
        assertThat(results.get(3).get("error").get("code").asString()).isEqualTo("ACCOUNT_UNKNOWN");
        assertThat(results.get(4).get("error").get("detail").asString()).contains("coins.allocate");
        assertThat(results.get(5).get("error").get("code").asString()).isEqualTo("SOURCE_REUSED");
        assertThat(results.get(6).get("error").get("field").asString()).isEqualTo("items[6].amount");

        Reply found = shop.api().get("/api/v1/ledger/transfers?sourceKind=ledger.operator&sourceId=S3");
        assertThat(found.json().get("items").get(0).get("detail").get("note").asString())
                .isEqualTo("opening balance");
        Reply again = bulk(items.subList(0, 1));
        assertThat(again.json().get("results").get(0).get("replayed").asBoolean())
                .isTrue();
        assertThat(shop.api().get("/api/v1/ledger/audit").json().get("balanced").asBoolean())
                .isTrue();
    }

    @Test
    void onlyOperatorsPostByHand() {
        assertThat(shop.api()
                        .post(
                                BULK,
                                Map.of(
                                        "companyId",
                                        shop.companyId(),
                                        "items",
                                        List.of(item("S1", "coins.allocate", 0, 7, 50))))
                        .status())
                .isEqualTo(403);
    }
}
