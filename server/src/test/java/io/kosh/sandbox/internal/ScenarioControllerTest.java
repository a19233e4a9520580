package io.kosh.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.platform.CompanyRef;
import io.kosh.platform.DeliveryFaults;
import io.kosh.platform.RequestFaults;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScenarioControllerTest {
    private static final String SCENARIOS = "/sandbox/scenarios";
    private static final String HEADER = "X-Sandbox-Scenario";
    private static final Path GUIDE = Path.of("../docs/guides/sandbox-scenarios.md");

    private final TestServer server = SandboxServer.shared();
    private final Api.Fixture shop = SandboxServer.company();

    private Reply allocate(String requestId) {
        return shop.api().send(SandboxServer.allocation(shop, requestId));
    }

    private Reply allocate(String requestId, String scenario) {
        return shop.api().send(SandboxServer.allocation(shop, requestId).header(HEADER, scenario));
    }

    private void scenario(Map<String, Object> request) {
        Reply made = shop.api().post(SCENARIOS, request);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    @Test
    void anAnswerThatGetsLostAfterTheCommitIsOneEffectWhenTheRequestIsRepeated() {
        assertThatThrownBy(() -> allocate("R1", "lose-answer")).isInstanceOf(UncheckedIOException.class);

        assertThat(SandboxServer.balance(shop)).isEqualTo(10);
        assertThat(allocate("R1").status()).isEqualTo(200);
        assertThat(SandboxServer.balance(shop)).isEqualTo(10);
    }

    @Test
    void aGatewayThatGivesUpLosesTheAnswerWith504() {
        Reply lost = allocate("R1", "lose-answer;as=504");

        assertThat(lost.status()).isEqualTo(504);
        assertThat(lost.body()).doesNotContain("response_code");
        assertThat(SandboxServer.balance(shop)).isEqualTo(10);
    }

    @Test
    void aFailureBeforeTheCommitHasNoEffect() {
        Reply failed = allocate("R1", "fail");

        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.text("response_code")).isEqualTo("1");
        assertThat(SandboxServer.balance(shop)).isZero();
    }

    @Test
    void aTimeOutHasNoEffectAndNoAnswer() {
        assertThatThrownBy(() -> allocate("R1", "time-out;delay=200ms")).isInstanceOf(UncheckedIOException.class);

        assertThat(SandboxServer.balance(shop)).isZero();
    }

    @Test
    void aLateAnswerIsTheRightOne() {
        long started = System.nanoTime();
        Reply late = allocate("R1", "late;delay=400ms");

        assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(400_000_000L);
        assertThat(late.status()).isEqualTo(200);
        assertThat(late.text("response_code")).isEqualTo("0");
        assertThat(SandboxServer.balance(shop)).isEqualTo(10);
    }

    @Test
    void aCallIsTurnedAwayWithRetryAfter() {
        Reply many = allocate("R1", "too-many;retryAfter=7s");
        Reply away = allocate("R1", "unavailable;retryAfter=PT3S");

        assertThat(many.status()).isEqualTo(429);
        assertThat(many.header("Retry-After")).isEqualTo("7");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.header("Retry-After")).isEqualTo("3");
        assertThat(SandboxServer.balance(shop)).isZero();
    }

    @Test
    void theNextCallsThatFitAreSpoiledAndNoOthers() {
        Api.Fixture neighbour = SandboxServer.company();
        scenario(Map.of(
                "scenario", "unavailable",
                "times", 2,
                "route", "POST /api/v0/enkash-coins/*",
                "field", "requestId",
                "value", "R2"));

        assertThat(allocate("R1").status()).isEqualTo(200);
        assertThat(neighbour
                        .api()
                        .send(SandboxServer.allocation(neighbour, "R2"))
                        .status())
                .isEqualTo(200);
        assertThat(allocate("R2").status()).isEqualTo(503);
        assertThat(allocate("R2").status()).isEqualTo(503);
        assertThat(allocate("R2").status()).isEqualTo(200);
        assertThat(SandboxServer.balance(shop)).isEqualTo(20);
        var listed = shop.api().get(SCENARIOS).json().get("items").get(0);
        assertThat(listed.get("used").asInt()).isEqualTo(2);
    }

    @Test
    void aCallOfAPartnerMeetsTheScenariosOfTheCompanyThatItNames() {
        Api.Fixture other = SandboxServer.company();
        Api partner = SandboxServer.partner(shop, other);
        scenario(Map.of("scenario", "unavailable", "times", 2));

        assertThat(partner.get("/api/v1/coins/events?companyId=" + other.companyId())
                        .status())
                .isEqualTo(200);
        assertThat(partner.post(
                                "/api/v1/coins/events",
                                Map.of("companyId", other.companyId(), "event", "LATER", "amount", 1))
                        .status())
                .isEqualTo(201);
        assertThat(partner.get("/api/v1/coins/events?companyId=" + shop.companyId())
                        .status())
                .isEqualTo(503);
        assertThat(partner.get("/api/v1/coins/events").status()).isEqualTo(503);
        assertThat(partner.get("/api/v1/coins/events").status()).isEqualTo(200);
    }

    @Test
    void theSameSeedSpoilsTheSameCalls() {
        List<Integer> first = run(shop);
        List<Integer> second = run(SandboxServer.company());

        assertThat(second).isEqualTo(first).contains(200, 503);
    }

    private static List<Integer> run(Api.Fixture company) {
        company.api().post(SCENARIOS, Map.of("scenario", "unavailable", "times", 1000, "chance", 40, "seed", 7));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            statuses.add(company.api()
                    .send(SandboxServer.allocation(company, "R" + i))
                    .status());
        }
        return statuses;
    }

    @Test
    void aScenarioThatIsEndedSpoilsNothing() {
        scenario(Map.of("scenario", "fail", "times", 100));
        assertThat(allocate("R1").status()).isEqualTo(500);

        assertThat(shop.api().delete(SCENARIOS).text("removed")).isEqualTo("1");

        assertThat(allocate("R1").status()).isEqualTo(200);
        assertThat(shop.api().delete(SCENARIOS + "/999999").status()).isEqualTo(404);
    }

    @Test
    void anotherCompanyNeitherSeesNorChangesThem() {
        scenario(Map.of("scenario", "unavailable", "times", 1));
        String mine = shop.api().get(SCENARIOS).text("items.0.id");
        Api neighbour = SandboxServer.company().api();
        String named = SCENARIOS + "?companyId=" + shop.companyId();

        assertThat(neighbour.get(SCENARIOS).json().get("items")).isEmpty();
        assertThat(neighbour.delete(SCENARIOS + "/" + mine).status()).isEqualTo(404);
        assertThat(neighbour.delete(SCENARIOS).text("removed")).isEqualTo("0");
        assertThat(neighbour.get(named).status()).isEqualTo(403);
        assertThat(neighbour.delete(named).status()).isEqualTo(403);
        assertThat(neighbour
                        .delete(SCENARIOS + "/" + mine + "?companyId=" + shop.companyId())
                        .status())
                .isEqualTo(403);
        assertThat(neighbour.post(named, Map.of("scenario", "fail")).status()).isEqualTo(403);
        assertThat(shop.api().get(SCENARIOS).json().get("items")).hasSize(1);
        assertThat(allocate("R1").status()).isEqualTo(503);
    }

    @Test
    void thePageHasTheNewestFirst() {
        scenario(Map.of("scenario", "fail", "times", 1));
        scenario(Map.of("scenario", "late", "times", 1));
        scenario(Map.of("scenario", "too-many", "times", 1));

        assertThat(server.bean(Scenarios.class).latest(shop.company(), 2))
                .extracting(each -> each.kind().word())
                .containsExactly("too-many", "late");
    }

    @Test
    void theEventPageItselfIsNeverSpoiled() {
        Scenarios scenarios = server.bean(Scenarios.class);
        scenario(Map.of("scenario", "fail", "times", 10));

        for (String path : List.of("/sandbox", "/sandbox/clock")) {
            assertThat(scenarios.choose(new Call(path, "fail", shop.company()))).isNull();
            assertThat(scenarios.choose(new Call(path, null, shop.company()))).isNull();
        }
        assertThat(scenarios.choose(new Call("/sandboxes", null, shop.company())))
                .isNotNull();
    }

    private record Call(String path, @Nullable String asked, CompanyRef company) implements RequestFaults.Call {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public List<CompanyRef> companies() {
            return List.of(company);
        }

        @Override
        public @Nullable String field(String name) {
            return null;
        }
    }

    @Test
    void whatTheCatalogueDoesNotListIsRefused() {
        assertThat(allocate("R1", "explode").status()).isEqualTo(400);
        assertThat(allocate("R1", "late;delay=2h").status()).isEqualTo(400);
        assertThat(allocate("R1", "late;patience=1s").status()).isEqualTo(400);
        assertThat(allocate("R1", "webhook-delay").status()).isEqualTo(400);
        assertThat(shop.api().post(SCENARIOS, Map.of("scenario", "explode")).status())
                .isEqualTo(400);
        assertThat(shop.api()
                        .post(SCENARIOS, Map.of("scenario", "webhook-delay", "route", "GET /x"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void webhooksAreSpoiledForWhoeverDeliversThem() {
        scenario(Map.of("scenario", "webhook-duplicate", "event", "coins.*", "parameters", Map.of("copies", "3")));
        DeliveryFaults faults = server.bean(DeliveryFaults.class);

        assertThat(faults.choose(shop.company().key(), "orders.paid")).isNull();
        var fault = faults.choose(shop.company().key(), "coins.allocated");
        assertThat(fault).isNotNull();
        assertThat(fault == null ? 0 : fault.copies()).isEqualTo(3);
        assertThat(faults.choose(shop.company().key(), "coins.allocated")).isNull();
    }

    @Test
    void theGuideIsMadeFromTheCatalogue() throws Exception {
        String guide = ScenarioGuide.markdown(server.bean(Scenarios.class).rails());
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(GUIDE, guide);
        }

        assertThat(shop.api().get(SCENARIOS + "/catalogue").json().findValuesAsString("scenario"))
                .hasSize(ScenarioKind.values().length)
                .allSatisfy(word -> assertThat(Files.readString(GUIDE)).contains("`" + word + "`"));
        assertThat(Files.readString(GUIDE))
                .as("run ./mvnw test -pl server -Dtest=ScenarioControllerTest -Dopenapi.write=true")
                .isEqualTo(guide);
    }
}
