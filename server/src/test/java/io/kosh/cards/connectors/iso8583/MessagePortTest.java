package io.kosh.cards.connectors.iso8583;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kosh.cards.AuthorizationDecision.Approved;
import io.kosh.platform.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// The port as the other side of the wire sees it. The door behind it is none.
class MessagePortTest {
    private static final Map<String, String> USUAL = Map.of();

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not happen within 10 s");
            }
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTerminalSignsOnAsksAndSignsOff() {
        try (TestPort port = TestPort.open(USUAL);
                Terminal terminal = port.plugged()) {
            assertThat(terminal.network("301")).isEqualTo("00");
            CardMessage early = terminal.ask(TestPort.purchase("0100", "000001"));
            assertThat(early.needed(39)).isEqualTo("91");
            assertThat(early.type()).isEqualTo("0110");
            assertThat(port.door().calls).isEmpty();

            assertThat(terminal.network("001")).isEqualTo("00");
            assertThat(terminal.ask(TestPort.purchase("0100", "000001")).needed(39))
                    .isEqualTo("00");
            assertThat(terminal.network("999")).isEqualTo("12");
            assertThat(terminal.network("002")).isEqualTo("00");
            assertThat(terminal.ask(TestPort.purchase("0100", "000002")).needed(39))
                    .isEqualTo("91");
        }
    }

    @Test
    void anAnswerReturnsWhatNamesTheMessageAndNothingSecret() {
        try (TestPort port = TestPort.open(USUAL);
                Terminal terminal = port.ready()) {
            CardMessage asked = Terminal.like(TestPort.purchase("0100", "000001"), "0100", Map.of(48, "9203123"));

            CardMessage answer = terminal.ask(asked);

            assertThat(answer.type()).isEqualTo("0110");
            for (int element : new int[] {2, 3, 4, 7, 11, 12, 13, 25, 32, 37, 41, 42, 49}) {
                assertThat(answer.text(element)).as("DE" + element).isEqualTo(asked.text(element));
            }
            assertThat(answer.elements().keySet()).doesNotContain(14, 18, 22, 35, 43, 52);
            assertThat(answer.text(38)).isEqualTo("A1B2C3");
            assertThat(answer.text(48)).isEqualTo("7013ECA1234567890");
            assertThat(answer.text(54)).isEqualTo("0002356C000000075000");
        }
    }

    @Test
    void aMessageMayComeInPiecesAndTwoAtOnce() {
        try (TestPort port = TestPort.open(USUAL);
                Terminal terminal = port.ready()) {
            byte[] first = Frames.framed(new Iso8583Wire().write(TestPort.purchase("0100", "000001")));
            byte[] second = Frames.framed(new Iso8583Wire().write(TestPort.purchase("0100", "000002")));
            for (byte each : first) {
                terminal.sendRaw(new byte[] {each});
            }
            assertThat(terminal.receive().needed(11)).isEqualTo("000001");

            byte[] both = new byte[first.length + second.length];
            System.arraycopy(second, 0, both, 0, second.length);
            System.arraycopy(first, 0, both, second.length, first.length);
            terminal.sendRaw(both);
            List<String> answered =
                    List.of(terminal.receive().needed(11), terminal.receive().needed(11));
            assertThat(answered).containsExactlyInAnyOrder("000001", "000002");
        }
    }

    @Test
    void garbageClosesItsConnectionOnly() {
        List<byte[]> garbage = List.of(
                new byte[] {0, 0},
                new byte[] {0, 19},
                // More than is allowed, and a message of another kind of program.
                new byte[] {(byte) 0xFF, (byte) 0xFF},
                "GET / HTTP/1.1\r\nHost: kosh\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                Terminal.frame("0100" + "X".repeat(16)),
                Terminal.frame("0600" + "0020000000000000" + "000001"),
                // An answer is no question.
                Terminal.frame("0110" + "0020000000000000" + "000001"));
        try (TestPort port = TestPort.open(USUAL);
                Terminal other = port.ready()) {
            for (byte[] each : garbage) {
                try (Terminal terminal = port.ready()) {
                    terminal.sendRaw(each);
                    terminal.assertUnplugged();
                }
            }
            assertThat(other.network("301")).isEqualTo("00");
            assertThat(port.door().calls).isEmpty();
        }
    }

    @Test
    void whatIsNotAsItHasToBeIsAnsweredAndTheConnectionStays() {
        try (TestPort port = TestPort.open(USUAL);
                Terminal terminal = port.ready()) {
            CardMessage good = TestPort.purchase("0100", "000001");
            for (Map<Integer, String> wrong : List.of(
                    Map.of(2, ""),
                    Map.of(2, "20040A0123456784"),
                    Map.of(3, ""),
                    Map.of(4, "0000000250.0"),
                    Map.of(7, "9922103000"),
                    Map.of(11, "00000A"),
                    Map.of(14, "3013"),
                    Map.of(18, ""),
                    Map.of(22, ""),
                    Map.of(37, "no reference"),
                    Map.of(48, "92"),
                    Map.of(49, "840"))) {
                CardMessage answer = terminal.ask(Terminal.like(good, "0100", wrong));
                assertThat(answer.text(39)).as(wrong.toString()).isEqualTo("30");
                int element = wrong.keySet().iterator().next();
                assertThat(answer.text(44)).isEqualTo("DE" + (element == 49 ? 51 : element));
            }
            assertThat(port.door().calls).isEmpty();
            assertThat(terminal.ask(good).needed(39)).isEqualTo("00");
        }
    }

    @Test
    void twoHundredConnectionsAskSideBySide() throws InterruptedException {
        Set<String> answered = new ConcurrentSkipListSet<>();
        try (TestPort port = TestPort.open(USUAL)) {
            List<Thread> threads = new ArrayList<>();
            Set<String> asked = new TreeSet<>();
            for (int i = 0; i < 200; i++) {
                String trace = "%06d".formatted(i + 1);
                asked.add(trace);
                threads.add(Thread.ofVirtual().start(() -> {
                    try (Terminal terminal = port.ready()) {
                        CardMessage answer = terminal.ask(TestPort.purchase("0100", trace));
                        if (answer.needed(39).equals("00")) {
                            answered.add(answer.needed(11));
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(answered).isEqualTo(asked);
            assertThat(port.door().calls).hasSize(200);
        }
    }

    @Test
    void moreConnectionsThanAllowedAreTurnedAway() {
        try (TestPort port = TestPort.open(Map.of("connections", "2"));
                Terminal first = port.ready()) {
            try (Terminal _ = port.ready();
                    Terminal third = port.plugged()) {
                third.assertUnplugged();
                assertThat(first.network("301")).isEqualTo("00");
            }
            await(() -> {
                try (Terminal again = port.plugged()) {
                    return again.network("301").equals("00");
                } catch (UncheckedIOException _) {
                    return false;
                }
            });
        }
    }

    @Test
    void onlyThoseWhoAreNamedMayConnect() {
        try (TestPort port = TestPort.open(Map.of("peers", "192.0.2.7"));
                Terminal stranger = port.plugged()) {
            stranger.assertUnplugged();
        }
        try (TestPort port = TestPort.open(Map.of("peers", "192.0.2.7,127.0.0.1"));
                Terminal terminal = port.ready()) {
            assertThat(terminal.network("301")).isEqualTo("00");
        }
    }

    @Test
    void aConnectionIsNotReadOnWhileTooManyOfItsMessagesWait() {
        CountDownLatch open = new CountDownLatch(1);
        try (TestPort port = TestPort.open(Map.of("in-flight", "2"));
                Terminal terminal = port.ready();
                Terminal other = port.ready()) {
            port.door().answers = _ -> {
                await(open);
                return new Approved("ECA1234567890", "A1B2C3", 25_000, 0, false);
            };
            for (int i = 1; i <= 5; i++) {
                terminal.send(TestPort.purchase("0100", "00000" + i));
            }
            await(() -> port.door().calls.size() == 2);
            assertThat(other.network("301")).isEqualTo("00");
            assertThat(port.door().calls).hasSize(2);

            open.countDown();
            Set<String> traces = new TreeSet<>();
            for (int i = 1; i <= 5; i++) {
                traces.add(terminal.receive().needed(11));
            }
            assertThat(traces).containsExactly("000001", "000002", "000003", "000004", "000005");
        }
    }

    @Test
    void whoSaysNothingForTooLongIsUnplugged() {
        try (TestPort port = TestPort.open(Map.of("idle", "200ms"));
                Terminal terminal = port.ready()) {
            terminal.assertUnplugged();
        }
    }

    @Test
    void aMessageThatDripsInIsGivenUp() {
        try (TestPort port = TestPort.open(Map.of("read-timeout", "300ms"));
                Terminal terminal = port.ready()) {
            byte[] message = Frames.framed(new Iso8583Wire().write(TestPort.purchase("0100", "000001")));
            long began = System.nanoTime();
            assertThatCode(() -> {
                        for (byte each : message) {
                            terminal.sendRaw(new byte[] {each});
                            Thread.sleep(50);
                        }
                    })
                    .satisfiesAnyOf(
                            broken -> assertThat(broken).isNull(),
                            broken -> assertThat(broken).isInstanceOf(UncheckedIOException.class));
            terminal.assertUnplugged();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
            assertThat(port.door().calls).isEmpty();
        }
    }

    @Test
    void whoDoesNotTakeTheirAnswersIsUnplugged() throws Exception {
        try (TestPort port = TestPort.open(Map.of("write-timeout", "300ms"));
                Terminal other = port.ready();
                Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(1_024);
            deaf.connect(new InetSocketAddress(
                    port.address().getAddress(), port.address().getPort()));
            byte[] echo =
                    Terminal.frame("0800" + "8220000000000000" + "0400000000000000" + "1122103000" + "000001" + "301");
            byte[] many = new byte[echo.length * 1_000];
            for (int i = 0; i < 1_000; i++) {
                System.arraycopy(echo, 0, many, i * echo.length, echo.length);
            }
            assertThatThrownBy(() -> {
                        while (true) {
                            deaf.getOutputStream().write(many);
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(other.network("301")).isEqualTo("00");
        }
    }

    @Test
    void aStopAnswersWhatItHasRead() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        TestPort port = TestPort.open(USUAL);
        try (Terminal terminal = port.ready();
                Terminal idle = port.ready()) {
            port.door().answers = _ -> {
                await(open);
                return new Approved("ECA1234567890", "A1B2C3", 25_000, 0, false);
            };
            terminal.send(TestPort.purchase("0100", "000001"));
            await(() -> port.door().calls.size() == 1);
            InetSocketAddress address = port.address();
            Thread stop = Thread.ofVirtual().start(port::close);
            idle.assertUnplugged();
            assertThatThrownBy(() -> Terminal.plugged(address)).isInstanceOf(UncheckedIOException.class);
            assertThat(stop.isAlive()).isTrue();

            open.countDown();
            assertThat(terminal.receive().needed(39)).isEqualTo("00");
            terminal.assertUnplugged();
            stop.join();
            assertThat(port.port().isRunning()).isFalse();
        }
    }

    @Test
    void aStopDoesNotWaitForEver() {
        CountDownLatch never = new CountDownLatch(1);
        TestPort port = TestPort.open(Map.of("drain", "200ms"));
        try (Terminal terminal = port.ready()) {
            port.door().answers = _ -> {
                await(never);
                throw new IllegalStateException();
            };
            terminal.send(TestPort.purchase("0100", "000001"));
            await(() -> port.door().calls.size() == 1);
            long began = System.nanoTime();
            port.close();
            terminal.assertUnplugged();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        } finally {
            never.countDown();
        }
    }

    @Test
    void whoDiesInTheMiddleHarmsNobodyAndWhatWasDecidedStands() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        try (TestPort port = TestPort.open(USUAL);
                Terminal other = port.ready()) {
            Terminal half = port.ready();
            byte[] message = Frames.framed(new Iso8583Wire().write(TestPort.purchase("0100", "000001")));
            half.sendRaw(java.util.Arrays.copyOf(message, 40));
            half.kill();
            Terminal deaf = port.ready();
            port.door().answers = _ -> {
                await(open);
                return new Approved("ECA1234567890", "A1B2C3", 25_000, 0, false);
            };
            deaf.send(TestPort.purchase("0100", "000002"));
            await(() -> port.door().calls.size() == 1);
            deaf.kill();
            open.countDown();

            CardMessage reversal = TestPort.following(TestPort.purchase("0100", "000002"), "0420", "000003");
            CardMessage answer = other.ask(Terminal.like(reversal, "0420", Map.of(37, "632610000002")));
            assertThat(answer.type()).isEqualTo("0430");
            assertThat(answer.needed(39)).isEqualTo("00");
            assertThat(port.door().calls)
                    .extracting(FakeAuthorizations.Call::name)
                    .containsExactly("authorize", "reverse");
        }
    }

    @Test
    void noLineOfTheLogAndNoNoteTellsTheNumber() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        // Other threads of the port go on logging while it is read.
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        root.addAppender(lines);
        root.setLevel(Level.DEBUG);
        try (TestPort port = TestPort.open(USUAL);
                Terminal terminal = port.ready()) {
            terminal.ask(TestPort.purchase("0100", "000001"));
            port.door().answers = _ -> {
                throw new IllegalStateException("a fault");
            };
            terminal.ask(Terminal.like(
                    TestPort.purchase("0100", "000002"),
                    "0100",
                    Map.of(2, "", 35, TestPort.NUMBER + "=3011201000012345")));
            terminal.ask(Terminal.like(TestPort.purchase("0100", "000003"), "0100", Map.of(52, "0".repeat(16))));
            terminal.sendRaw(Terminal.frame("0100" + "4000000000000000" + "17" + TestPort.NUMBER));
            terminal.assertUnplugged();

            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .anyMatch(line -> line.contains("200401XXXXXXXX84"));
            assertThat(lines.list).noneMatch(line -> told(line).contains("0101234567"));
            assertThat(port.notes())
                    .isNotEmpty()
                    .noneMatch(note -> note.toString().contains("0101234567"));
        } finally {
            root.setLevel(before);
            root.detachAppender(lines);
        }
    }

    private static String told(ILoggingEvent line) {
        return line.getFormattedMessage()
                + line.getKeyValuePairs()
                + (line.getThrowableProxy() == null
                        ? ""
                        : line.getThrowableProxy().getMessage());
    }

    @Test
    void inLiveItIsShutUntilAnOperatorSaysWhereAndForWhom() {
        assertThat(TestPort.settings(USUAL).open(TestPort.installation("live").profile()))
                .isFalse();
        assertThat(TestPort.settings(USUAL)
                        .open(TestPort.installation("sandbox").profile()))
                .isTrue();
        for (Map<String, String> wrong : List.of(
                Map.of("enabled", "true"),
                Map.of("enabled", "true", "port", "8583"),
                Map.of("enabled", "true", "peers", "192.0.2.7"))) {
            assertThatThrownBy(() -> TestPort.settings(wrong)
                            .check(TestPort.installation("live").profile()))
                    .isInstanceOf(StartupFailure.class);
        }
        assertThatCode(() -> TestPort.settings(Map.of("enabled", "true", "port", "8583", "peers", "192.0.2.7"))
                        .check(TestPort.installation("live").profile()))
                .doesNotThrowAnyException();
    }

    @Test
    void everyDefaultIsAsDocumented() {
        assertThat(TestPort.settings(USUAL))
                .isEqualTo(new Iso8583Settings(
                        null,
                        "127.0.0.1",
                        0,
                        List.of(),
                        256,
                        64,
                        2_048,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        null,
                        null));
    }
}
