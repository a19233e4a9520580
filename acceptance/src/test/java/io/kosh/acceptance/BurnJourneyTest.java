package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import io.kosh.acceptance.World.Company;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Spending coins in two steps, and taking an allocation back.
@ExtendWith(Acceptance.class)
class BurnJourneyTest {
    @Test
    void aPartIsSpentAndTheRestGoesBack(World world) {
        Company company = holding(world, 100);
        String burn = reserve(company, 60, "burn").expect(201).text("burnId");
        assertThat(company.balance(company.user())).isEqualTo(40);

        Reply committed = commit(company, burn, 25).expect(200);

        assertThat(committed.text("state")).isEqualTo("COMMITTED");
        assertThat(committed.number("committed")).isEqualTo(25);
        assertThat(company.balance(company.user())).isEqualTo(75);
        assertThat(company.api().get("/api/v1/coins/liability").number("redeemed"))
                .isEqualTo(25);
    }

    @Test
    void aReleaseGivesEverythingBack(World world) {
        Company company = holding(world, 100);
        String burn = reserve(company, 60, "burn").expect(201).text("burnId");

        assertThat(release(company, burn).expect(200).text("state")).isEqualTo("RELEASED");

        assertThat(company.balance(company.user())).isEqualTo(100);
        commit(company, burn, 10).expect(409);
        assertThat(company.balance(company.user())).isEqualTo(100);
    }

    @Test
    void aSecondCommitSpendsNothingMore(World world) {
        Company company = holding(world, 100);
        String burn = reserve(company, 60, "burn").expect(201).text("burnId");

        commit(company, burn, 25).expect(200);
        assertThat(commit(company, burn, 25).expect(200).number("committed")).isEqualTo(25);
        commit(company, burn, 30).expect(409);
        release(company, burn).expect(409);

        assertThat(company.balance(company.user())).isEqualTo(75);
    }

    @Test
    void moreThanIsThereIsNeitherReservedNorSpent(World world) {
        Company company = holding(world, 100);

        reserve(company, 101, "too much").expect(422);
        String burn = reserve(company, 60, "burn").expect(201).text("burnId");
        reserve(company, 41, "the rest and one").expect(422);
        commit(company, burn, 61).expect(422);

        assertThat(company.balance(company.user())).isEqualTo(40);
    }

    @Test
    void manyReservationsAtTheSameTimeNeverHoldMoreThanThereIs(World world) {
        Company company = holding(world, 100);

        List<Reply> replies = Crowd.run(64, thread -> () -> reserve(company, 30, "burn-" + thread));

        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(3);
        assertThat(replies.stream().filter(reply -> reply.status() == 422)).hasSize(61);
        assertThat(company.balance(company.user())).isEqualTo(10);
    }

    @Test
    void commitAndReleaseAtTheSameTimeEndABurnOnce(World world) {
        Company company = holding(world, 100);
        for (int round = 0; round < 8; round++) {
            String burn = reserve(company, 10, "burn-" + round).expect(201).text("burnId");
            long before = company.balance(company.user());

            List<Reply> replies =
                    Crowd.run(8, thread -> () -> thread % 2 == 0 ? commit(company, burn, 10) : release(company, burn));

            String state = company.api().get("/api/v1/coins/burns/" + burn).text("state");
            boolean spent = state.equals("COMMITTED");
            assertThat(spent || state.equals("RELEASED")).as(state).isTrue();
            for (int i = 0; i < replies.size(); i++) {
                assertThat(replies.get(i).status()).isEqualTo((i % 2 == 0) == spent ? 200 : 409);
            }
            assertThat(company.balance(company.user())).isEqualTo(spent ? before : before + 10);
        }
    }

    @Test
    void anAllocationIsReversedExactlyOnce(World world) {
        Company company = holding(world, 100);
        company.allocate("EARNED", "second", company.user()).expect(200);

        List<Reply> replies = Crowd.run(
                32,
                _ -> () -> company.api()
                        .post("/api/v1/coins/reversals", Json.object("requestId", "first"))
                        .expect(201));

        assertThat(replies.stream().map(reply -> reply.text("transferId")).distinct())
                .hasSize(1);
        assertThat(replies.stream().filter(reply -> !reply.at("replayed").asBoolean()))
                .hasSize(1);
        assertThat(company.balance(company.user())).isEqualTo(100);
    }

    @Test
    void whatWasSpentIsNotReversed(World world) {
        Company company = holding(world, 100);
        reserve(company, 1, "burn").expect(201);

        company.api()
                .post("/api/v1/coins/reversals", Json.object("requestId", "first"))
                .expect(422);

        assertThat(company.balance(company.user())).isEqualTo(99);
    }

    private static Company holding(World world, long coins) {
        Company company = world.company(1);
        company.event("EARNED", coins);
        company.allocate("EARNED", "first", company.user()).expect(200);
        return company;
    }

    private static Reply reserve(Company company, long amount, String requestId) {
        return company.api()
                .post(
                        "/api/v1/coins/burns",
                        Json.object("userId", company.user(), "amount", amount, "requestId", requestId));
    }

    private static Reply commit(Company company, String burn, long amount) {
        return company.api().post("/api/v1/coins/burns/" + burn + "/commit", Json.object("amount", amount));
    }

    private static Reply release(Company company, String burn) {
        return company.api().post("/api/v1/coins/burns/" + burn + "/release", null);
    }
}
