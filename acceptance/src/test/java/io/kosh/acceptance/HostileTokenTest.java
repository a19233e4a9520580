package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import io.kosh.acceptance.World.Company;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tokens that are none, or none any more: refused in the documented envelope, and nothing changed.
@ExtendWith(Acceptance.class)
class HostileTokenTest {
    @TestFactory
    List<DynamicTest> tokensThatAreNone(World world) {
        AttackTarget target = AttackTarget.make(world);
        Api nobody = world.nobody();
        String good = target.company().clientSecret();
        List<Attack> attacks = new ArrayList<>();
        attacks.add(new Attack("none", () -> nobody.post(AttackTarget.ALLOCATE, target.allocation()), 401, ""));
        for (String token : List.of(
                "x",
                "null",
                good,
                "a".repeat(4000),
                "x'; drop table ledger.entry; --",
                "bCFIP675fIyGKIf6CWak43LF1rI",
                "..",
                "é")) {
            attacks.add(new Attack(
                    token.length() > 50 ? "a very long one" : token,
                    () -> nobody.as(URLEncoder.encode(token, StandardCharsets.UTF_8))
                            .post(AttackTarget.ALLOCATE, target.allocation()),
                    401,
                    ""));
        }
        for (String header : List.of("Bearer", "Bearer ", "Basic eDp4", "Digest x", "x")) {
            attacks.add(new Attack(
                    header,
                    () -> nobody.exchange(nobody.request("/api/v0/coins/balance?userId="
                                    + target.company().user())
                            .header("Authorization", header)
                            .GET()),
                    401,
                    ""));
        }
        attacks.add(new Attack(
                "an operator's", () -> world.operator().post(AttackTarget.ALLOCATE, target.allocation()), 403, ""));
        return Attack.tests(target, attacks);
    }

    @Test
    void aRevokedTokenIsRefusedWithinASecond(World world) throws InterruptedException {
        AttackTarget target = AttackTarget.make(world);
        Company company = target.company();
        Api revoked = world.nobody().byClient(company.clientId(), company.clientSecret());
        revoked.get("/api/v0/coins/balance?userId=" + company.user()).expect(200);

        world.operator()
                .post("/api/v1/tokens/revoke", Json.object("token", String.valueOf(revoked.token())))
                .expect(200);

        refusedWithinASecond(revoked, company);
        assertThat(company.balance(company.user())).isEqualTo(5);
    }

    @Test
    void theTokensOfALockedCompanyAreRefusedWithinASecondAndCountAgainWhenItIsUnlocked(World world)
            throws InterruptedException {
        AttackTarget target = AttackTarget.make(world);
        Company company = target.company();
        world.operator()
                .post("/api/v1/companies/" + company.id() + "/lock", null)
                .expect(200);

        refusedWithinASecond(company.api(), company);

        world.operator()
                .post("/api/v1/companies/" + company.id() + "/unlock", null)
                .expect(200);
        assertThat(company.balance(company.user())).isEqualTo(5);
    }

    private static void refusedWithinASecond(Api api, Company company) throws InterruptedException {
        String path = "/api/v0/coins/balance?userId=" + company.user();
        long deadline = System.nanoTime() + 1_000_000_000;
        Reply reply = api.get(path);
        while (reply.status() == 200 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
            reply = api.get(path);
        }
        Attack.assertRefusal(reply, 401, "");
    }
}
