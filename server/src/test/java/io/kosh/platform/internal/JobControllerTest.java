package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.Database;
import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The list of jobs over HTTP.
@Tag("store")
class JobControllerTest {
    private final TestServer server = TestServer.shared();
    private final Api operator = Api.of(server).newOperator();

    private JsonNode job(String name) {
        return StreamSupport.stream(
                        operator.get("/api/v1/jobs").json().get("jobs").spliterator(), false)
                .filter(job -> job.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachJobIsListedWithItsTurns() {
        JsonNode expiry = job("loyalty.coin-expiry");

        assertThat(expiry.get("kind").asString()).isEqualTo("DUE_WORK");
        assertThat(expiry.get("everySeconds").asLong()).isEqualTo(60);
        assertThat(expiry.get("due").asLong(-1)).isNotNegative();
        assertThat(Instant.parse(expiry.get("nextRunAt").asString())).isNotNull();
        assertThat(job("ledger.months-ahead").get("kind").asString()).isEqualTo("RECURRING");
        assertThat(job("ledger.months-ahead").get("due").isNull()).isTrue();
    }

    @Test
    void theLastFailureIsListed() {
        server.bean(Database.class).acrossCompanies(List.of(), () -> {
            server.bean(JobStore.class)
                    .keepFailures(
                            "ledger.months-ahead",
                            2,
                            new JobStore.Failure(
                                    Instant.parse("2026-11-22T10:00:00Z"), "the run", "x".repeat(999), "JW1"));
            return true;
        });

        JsonNode failed = job("ledger.months-ahead");

        assertThat(failed.get("failures").asLong()).isGreaterThanOrEqualTo(2);
        assertThat(failed.get("failedInARow").asInt()).isEqualTo(1);
        assertThat(failed.at("/lastFailure/what").asString()).isEqualTo("the run");
        assertThat(failed.at("/lastFailure/error").asString()).hasSize(300);
        assertThat(failed.at("/lastFailure/workId").asString()).isEqualTo("JW1");
    }

    @Test
    void theListIsForOperators() {
        assertThat(Api.of(server).newCompany(0).api().get("/api/v1/jobs").status())
                .isEqualTo(403);
    }
}
