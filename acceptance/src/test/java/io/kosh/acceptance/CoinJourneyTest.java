package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import io.kosh.acceptance.World.Company;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// The main job: configure, change, allocate, and see it in the books.
@ExtendWith(Acceptance.class)
class CoinJourneyTest {
    @Test
    void aCompanyConfiguresAnEventChangesItAndAllocatesCoinsThatStandInTheBooks(World world) {
        JsonNode demo = world.demo();
        Api api = world.login(demo);
        Company company = new Company(
                World.text(demo, "companyId"),
                World.text(demo, "clientId"),
                World.text(demo, "clientSecret"),
                api,
                demo.required("userIds").valueStream().map(JsonNode::asString).toList());
        assertThat(company.users()).hasSizeGreaterThanOrEqualTo(100);
        String event = World.unique("WELCOME");
        String request = World.unique("journey");
        String user = company.users().get(7);
        long before = company.balance(user);

        String config = company.event(event, 20);
        Reply changed = api.patch("/api/v0/enkash-coins/" + config, Json.object("amount", 25));
        assertThat(changed.expect(200).text("payload.amount")).isEqualTo("25");
        assertThat(company.allocate(event, request, user).expect(200).text("payload"))
                .isEqualTo("Successfully allocated enkash Coins");

        assertThat(company.balance(user)).isEqualTo(before + 25);
        JsonNode transfers = company.journal(request);
        assertThat(transfers).hasSize(1);
        JsonNode lines = transfers.get(0).required("entries");
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).required("side").asString()).isEqualTo("DEBIT");
        assertThat(lines.get(0).required("debit").asLong()).isEqualTo(25);
        assertThat(lines.get(1).required("side").asString()).isEqualTo("CREDIT");
        assertThat(lines.get(1).required("credit").asLong()).isEqualTo(25);
        assertThat(lines.get(1).required("balance").asLong()).isEqualTo(before + 25);
    }

    @Test
    void aChangeOfTheAmountLeavesWhatWasAllocatedAsItIs(World world) {
        Company company = world.company(1);
        String config = company.event("WELCOME", 20);
        company.allocate("WELCOME", "first", company.user()).expect(200);

        company.api()
                .patch("/api/v0/enkash-coins/" + config, Json.object("amount", 3))
                .expect(200);
        company.allocate("WELCOME", "second", company.user()).expect(200);

        assertThat(company.balance(company.user())).isEqualTo(23);
        assertThat(company.journal("first")
                        .get(0)
                        .required("entries")
                        .get(1)
                        .required("credit")
                        .asLong())
                .isEqualTo(20);
    }

    @Test
    void whatACompanyOwesIsWhatItsUsersHold(World world) {
        Company company = world.company(3);
        company.event("WELCOME", 4);
        for (String user : company.users()) {
            company.allocate("WELCOME", "r-" + user, user).expect(200);
        }

        assertThat(company.api().get("/api/v1/coins/liability").expect(200).number("outstanding"))
                .isEqualTo(12);
    }
}
