package io.kosh.cards.connectors.iso8583;

import io.kosh.platform.EventNotes;
import io.kosh.platform.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// A port with a door behind it that is none.
record TestPort(MessagePort port, FakeAuthorizations door, List<EventNotes.Note> notes) implements AutoCloseable {
    static final String NUMBER = "2004010123456784";
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:30:00Z"), ZoneOffset.UTC);

    static Iso8583Settings settings(Map<String, String> changed) {
        Map<String, String> all = new HashMap<>();
        changed.forEach((name, value) -> all.put("kosh.cards.iso8583." + name, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("kosh.cards.iso8583", Iso8583Settings.class);
    }

    static Settings installation(String profile) {
        return new Binder(new MapConfigurationPropertySource(Map.of("kosh.profile", profile)))
                .bindOrCreate("kosh", Settings.class);
    }

    static TestPort open(Map<String, String> changed) {
        Iso8583Settings settings = settings(changed);
        Settings installation = installation("sandbox");
        FakeAuthorizations door = new FakeAuthorizations();
        List<EventNotes.Note> notes = new CopyOnWriteArrayList<>();
        MessagePort port = new MessagePort(
                settings,
                installation,
                new TerminalMessages(door, FakeVault.of(NUMBER), settings, installation, CLOCK),
                (_, note) -> notes.add(note),
                new SimpleMeterRegistry());
        port.start();
        return new TestPort(port, door, notes);
    }

    InetSocketAddress address() {
        return Objects.requireNonNull(port.address());
    }

    Terminal plugged() {
        return Terminal.plugged(address());
    }

    Terminal ready() {
        return Terminal.ready(address());
    }

    /// A restaurant in Mumbai asks for 250 rupees.
    static CardMessage purchase(String type, String trace) {
        return Terminal.message(
                type,
                Map.ofEntries(
                        Map.entry(2, NUMBER),
                        Map.entry(3, "000000"),
                        Map.entry(4, "000000025000"),
                        Map.entry(7, "1122103000"),
                        Map.entry(11, trace),
                        Map.entry(12, "160000"),
                        Map.entry(13, "1122"),
                        Map.entry(14, "3011"),
                        Map.entry(18, "5812"),
                        Map.entry(22, "051"),
                        Map.entry(25, "00"),
                        Map.entry(32, "1234"),
                        Map.entry(37, "632610" + trace),
                        Map.entry(41, "TERM0001"),
                        Map.entry(42, "MERCHANT0000001"),
                        Map.entry(43, "UDUPI CAFE               MUMBAI       IN"),
                        Map.entry(49, "356")));
    }

    /// What follows such a message: names it, and has a trace of its own.
    static CardMessage following(CardMessage first, String type, String trace) {
        return Terminal.like(
                first,
                type,
                Map.of(
                        11,
                        trace,
                        7,
                        "1122103100",
                        90,
                        first.type() + first.needed(11) + first.needed(7) + "00000001234" + "0".repeat(11)));
    }

    @Override
    public void close() {
        port.stop();
    }
}
