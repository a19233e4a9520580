package io.kosh.acceptance;

import io.kosh.acceptance.World.Company;
import java.util.List;
import java.util.Map;

/// The company that is attacked: a user with coins, an event.
record AttackTarget(World world, Company company, String config) {
    static final String ALLOCATE = "/api/v0/enkash-coins/allocate-coin";

    static AttackTarget make(World world) {
        Company company = world.company(2);
        String config = company.event("EARNED", 5);
        company.allocate("EARNED", "first", company.user()).expect(200);
        return new AttackTarget(world, company, config);
    }

    Map<String, Object> creation() {
        return Json.object("configuration", "CUSTOM", "companyId", company.id(), "event", "HOSTILE", "amount", 7);
    }

    Map<String, Object> allocation() {
        return Json.object(
                "companyId",
                company.id(),
                "event",
                "EARNED",
                "requestId",
                World.unique("hostile"),
                "userId",
                company.user());
    }

    /// Everything that could have changed.
    String state() {
        Api api = company.api();
        StringBuilder state = new StringBuilder();
        for (String path : List.of(
                "/api/v1/coins/events?limit=200",
                "/api/v1/coins/events/" + config + "/changes",
                "/api/v1/coins/liability",
                "/api/v1/coins/settings",
                "/api/v1/users?limit=200",
                "/api/v1/coins/users/" + company.user() + "/history",
                "/api/v1/ledger/accounts")) {
            state.append(api.get(path).expect(200).body()).append('\n');
        }
        return state.toString();
    }
}
