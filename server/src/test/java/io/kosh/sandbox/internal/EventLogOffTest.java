package io.kosh.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.EventNotes.Note;
import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventLogOffTest {

    @Test
    void nothingIsTakenAndNothingCountsAsLetGoWhereItIsSwitchedOff() {
        TestServer server = TestServer.start(Map.of("kosh.sandbox.event-log", "false"));
        try {
            EventLog log = server.bean(EventLog.class);
            Api.Fixture shop = Api.of(server).newCompany(0);

            assertThat(log.wants("/api/v1/coins/liability")).isFalse();
            log.note(shop.company().key(), new Note("WEBHOOK", null, Map.of()));

            assertThat(log.dropped()).isZero();
            assertThat(shop.api().get("/sandbox/events").json().get("items")).isEmpty();
        } finally {
            server.stop();
        }
    }
}
