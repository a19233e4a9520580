package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import io.kosh.acceptance.World.Company;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// The same calls many times and at the same time.
@ExtendWith(Acceptance.class)
class RepetitionTest {
    private static final int THREADS = 64;

    @Test
    void sixtyFourThreadsThatRepeatSixteenRequestsEachLeaveOneTransferARequest(World world) {
        Company company = world.company(1);
        company.event("REPEATED", 7);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            ids.add("repeated-" + i);
        }

        Crowd.run(THREADS, thread -> () -> {
            List<String> shuffled = new ArrayList<>(ids);
            Collections.shuffle(shuffled, new Random(thread));
            for (String id : shuffled) {
                company.allocate("REPEATED", id, company.user()).expect(200);
            }
            return true;
        });

        assertThat(company.balance(company.user())).isEqualTo(16 * 7);
        assertThat(allocations(company))
                .containsOnlyKeys(ids)
                .allSatisfy((id, count) -> assertThat(count).as(id).isEqualTo(1));
    }

    @Test
    void sixtyFourThreadsEachWithTheirOwnRequestsLoseNone(World world) {
        Company company = world.company(8);
        company.event("OWN", 3);

        Crowd.run(THREADS, thread -> () -> {
            for (int i = 0; i < 8; i++) {
                company.allocate("OWN", thread + "-" + i, company.users().get(i))
                        .expect(200);
            }
            return true;
        });

        assertThat(company.users())
                .allSatisfy(user -> assertThat(company.balance(user)).isEqualTo(THREADS * 3L));
        assertThat(allocations(company)).hasSize(THREADS * 8);
    }

    @Test
    void aRequestIdThatIsUsedForAnotherBodyIsRefusedAndChangesNothing(World world) {
        Company company = world.company(2);
        company.event("ONE", 5);
        company.event("OTHER", 5);
        company.allocate("ONE", "same", company.users().get(0)).expect(200);

        assertThat(company.allocate("ONE", "same", company.users().get(1))
                        .expect(409)
                        .text("response_message"))
                .contains("requestId");
        company.allocate("OTHER", "same", company.users().get(0)).expect(409);

        assertThat(company.balance(company.users().get(0))).isEqualTo(5);
        assertThat(company.balance(company.users().get(1))).isZero();
    }

    @Test
    void aBudgetIsNeverPassed(World world) {
        Company company = world.company(4);
        company.api()
                .post("/api/v1/coins/events", Json.object("event", "BUDGETED", "amount", 7, "budget", 100))
                .expect(201);

        List<Reply> replies = Crowd.run(
                THREADS,
                thread -> () -> company.allocate(
                        "BUDGETED", "b-" + thread, company.users().get(thread % 4)));

        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(14);
        assertThat(replies.stream().filter(reply -> reply.status() == 422)).hasSize(THREADS - 14);
        assertThat(company.users().stream().mapToLong(company::balance).sum()).isEqualTo(98);
    }

    @Test
    void aCapOfAUserAndDayIsNeverPassed(World world) {
        Company company = world.company(2);
        company.api()
                .post("/api/v1/coins/events", Json.object("event", "CAPPED", "amount", 10, "dailyUserCap", 95))
                .expect(201);

        List<Reply> replies = Crowd.run(
                THREADS,
                thread -> () -> company.allocate(
                        "CAPPED", "c-" + thread, company.users().get(thread % 2)));

        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(18);
        assertThat(company.users())
                .allSatisfy(user -> assertThat(company.balance(user)).isEqualTo(90));
    }

    @Test
    void thirtyTwoChangesAtTheSameTimeLeaveAnUnbrokenHistory(World world) {
        Company company = world.company(0);
        String config = company.event("CHANGED", 1);

        Crowd.run(
                32,
                thread -> () -> company.api()
                        .patch("/api/v0/enkash-coins/" + config, Json.object("amount", 100 + thread))
                        .expect(200));

        List<JsonNode> kept = new ArrayList<>(company.all("/api/v1/coins/events/" + config + "/changes"));
        kept.sort(Comparator.comparingLong(change -> change.required("number").asLong()));
        assertThat(kept).hasSize(33);
        String before = "1";
        for (int i = 1; i < kept.size(); i++) {
            assertThat(kept.get(i).required("number").asLong()).isEqualTo(i + 1);
            JsonNode change = kept.get(i).required("changes").get(0);
            assertThat(change.required("from").asString()).isEqualTo(before);
            before = change.required("to").asString();
        }
        assertThat(company.api().get("/api/v0/enkash-coins/" + config).text("payload.amount"))
                .isEqualTo(before);
    }

    /// How many lines of the issuance account came from each request id.
    static Map<String, Long> allocations(Company company) {
        String account = company.all("/api/v1/ledger/accounts").stream()
                .filter(each -> each.required("account").asString().contains("issuance"))
                .findFirst()
                .orElseThrow()
                .required("accountId")
                .asString();
        return company.all("/api/v1/ledger/accounts/" + account + "/entries").stream()
                .map(entry -> entry.required("sourceId").asString())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
