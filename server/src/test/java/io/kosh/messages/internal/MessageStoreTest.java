package io.kosh.messages.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.kernel.CompanyKey;
import io.kosh.messages.Channel;
import io.kosh.messages.Handover.Reason;
import io.kosh.messages.Message;
import io.kosh.messages.Messages;
import io.kosh.messages.Recipient;
import io.kosh.messages.internal.Letter.State;
import io.kosh.messages.internal.MessageStore.Lease;
import io.kosh.messages.internal.MessageStore.Taken;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The outbox's rows. Those that are claimed here are due long after the server under test looks for any.
class MessageStoreTest {
    private static final Instant DUE = Instant.parse("2099-01-01T00:00:00Z");

    private final TestServer server = TestServer.shared();
    private final Database database = server.bean(Database.class);
    private final MessageStore store = server.bean(MessageStore.class);
    private final Messages messages = server.bean(Messages.class);
    private final CompanyKey company = Api.of(server).newCompany(0).company().key();
    private final Recipient asha = Recipient.mail("email", "asha@example.com");

    private void insert() {
        Letter letter = new Letter(
                0,
                "MSG4F7K2M9QX1Z0",
                Channel.MAIL,
                "otp",
                "a***@example.com",
                null,
                State.WAITING,
                null,
                0,
                DUE,
                DUE,
                null);
        var message = messages.compose(asha, "otp", List.of("493817", "trying it out", "5"));
        database.inCompany(company, () -> {
            store.insert(company, letter, Content.bytes(message), null);
            return true;
        });
    }

    private List<Taken> claim(Instant clock) {
        Lease lease = new Lease(UUID.randomUUID(), DUE, clock, clock.plus(Duration.ofMinutes(1)));
        return database.inCompany(company, () -> store.claim(company, lease, 10));
    }

    private boolean record(Taken taken, Letter after) {
        return database.inCompany(company, () -> store.record(company, taken.lease(), after));
    }

    private Letter kept() {
        return database.inCompany(company, () -> store.page(company, null, Page.Request.of(null, null)))
                .getFirst();
    }

    @Test
    void aTransactionThatRollsBackLeavesNoMessage() {
        assertThatThrownBy(() -> database.inCompany(company, () -> {
                    messages.send(company, messages.compose(asha, "otp", List.of("493817", "trying it out", "5")));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(database.inCompany(company, () -> store.page(company, null, Page.Request.of(null, null))))
                .isEmpty();
    }

    @Test
    void whatAServerLeftBehindIsTakenAgainUnderTheSameId() {
        insert();
        Instant clock = Instant.parse("2026-11-22T10:00:00Z");

        assertThat(claim(clock)).extracting(taken -> taken.letter().id()).containsExactly("MSG4F7K2M9QX1Z0");
        assertThat(claim(clock.plusSeconds(59))).isEmpty();
        assertThat(claim(clock.plusSeconds(60)))
                .extracting(taken -> taken.letter().id())
                .containsExactly("MSG4F7K2M9QX1Z0");
    }

    @Test
    void whoLostItsLeaseRecordsNothing() {
        insert();
        Instant clock = Instant.parse("2026-11-22T10:00:00Z");
        Taken lost = claim(clock).getFirst();
        Taken held = claim(clock.plusSeconds(60)).getFirst();

        assertThat(record(lost, lost.letter().tried(State.FAILED, Reason.REFUSED, DUE, DUE)))
                .isFalse();
        assertThat(kept()).isEqualTo(held.letter());
        assertThat(record(held, held.letter().tried(State.SENT, null, DUE, DUE)))
                .isTrue();
        assertThat(kept().state()).isEqualTo(State.SENT);
    }

    @Test
    void whatIsWithdrawnIsRecordedByNobodyElse() {
        insert();
        Taken held = claim(Instant.parse("2026-11-22T10:00:00Z")).getFirst();
        database.inCompany(company, () -> {
            messages.withdraw(company, held.letter().id());
            return true;
        });

        assertThat(record(held, held.letter().tried(State.SENT, null, DUE, DUE)))
                .isFalse();
        assertThat(kept().state()).isEqualTo(State.FAILED);
        assertThat(kept().reason()).isEqualTo(Reason.TOO_LATE);
    }

    @Test
    void ofAKindThatIsToldAgainAndAgainOneIsSentAnHour() {
        List<Boolean> sent = database.inCompany(
                company,
                () -> List.of(
                        messages.sendHourly(company, alert("WE1")),
                        messages.sendHourly(company, alert("WE2")),
                        messages.sendHourly(
                                company, messages.compose(asha, "otp", List.of("493817", "trying it out", "5")))));

        assertThat(sent).containsExactly(true, false, true);
    }

    private Message alert(String endpoint) {
        return messages.compose(asha, "webhook-endpoint-disabled", List.of(endpoint, "https://a.example", "GONE"));
    }
}
