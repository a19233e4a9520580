package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.platform.RecurringJob;
import io.kosh.platform.internal.IdempotencyStore.Answer;
import io.kosh.platform.internal.IdempotencyStore.Place;
import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Answers that were kept long enough.
@Tag("store")
class IdempotencyPurgeTest {
    private static final int MORE_THAN_A_BATCH = 1_200;

    private final TestServer server = TestServer.shared();
    private final Database database = server.bean(Database.class);
    private final IdempotencyStore store = server.bean(IdempotencyStore.class);
    private final CompanyKey company = Api.of(server).newCompany(1).company().key();

    private boolean keep(int number, Instant at) {
        String hash = "%064x".formatted(number);
        Answer answer = new Answer(200, Map.of(), "x".getBytes(StandardCharsets.UTF_8));
        store.insert(new Place(company, "client", "route", hash), hash, at, answer);
        return true;
    }

    private long kept() {
        return database.inCompany(
                company,
                () -> server.bean(JdbcClient.class)
                        .sql("select count(*) from platform.idempotent_answer where company_id = ?")
                        .param(company.value())
                        .query(Long.class)
                        .single());
    }

    @Test
    void oldAnswersAreForgottenInBatchesAndNewOnesStay() {
        Instant now = Clock.systemUTC().instant();
        database.inCompany(company, () -> {
            for (int i = 0; i < MORE_THAN_A_BATCH; i++) {
                keep(i, now.minus(Duration.ofHours(25)));
            }
            return keep(MORE_THAN_A_BATCH, now.minus(Duration.ofHours(23)));
        });
        assertThat(kept()).isEqualTo(MORE_THAN_A_BATCH + 1);

        server.beans(RecurringJob.class).stream()
                .filter(job -> job.name().equals("platform.idempotency-purge"))
                .forEach(job -> job.work().run());

        assertThat(kept()).isEqualTo(1);
    }
}
