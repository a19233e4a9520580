package io.kosh.bench;

import io.kosh.bench.Load.Result;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Load over HTTP from one thread that drives all connections, because the client shares the machine with what it
/// measures: a thread a connection costs the client about three times as much of the processor for each request.
final class HttpLoad {
    private static final long LONGEST_WAIT_MILLIS = 10;
    private static final long REFUSED_PAUSE_NANOS = 10_000_000;
    private static final long GRACE_NANOS = 20_000_000_000L;

    private final URI base;
    private final Duration warmUp;
    private final Duration measured;

    HttpLoad(URI base, Duration warmUp, Duration measured) {
        this.base = base;
        this.warmUp = warmUp;
        this.measured = measured;
    }

    /// What one connection asks, again and again.
    interface Asker {
        /// Puts the next request, whole, into the empty buffer.
        void ask(ByteBuffer into);

        /// How much was done by the answer, 0 where it was refused; -1 for a request that was lost on the way.
        int answered(int status);
    }

    /// Makes what a connection asks.
    interface Askers {
        Asker make(int number);
    }

    /// A closed loop: each connection asks again as soon as it was answered.
    Result closed(String what, int connections, Askers askers) throws IOException {
        return new Drive(what, connections, askers, 0).run();
    }

    /// An open loop: requests fall due at a rate, whatever became of those before, and their latency counts from when
    /// they were due. One that finds no free connection waits for it, and that counts too.
    Result open(String what, int connections, Askers askers, double perSecond) throws IOException {
        return new Drive(what, connections, askers, perSecond).run();
    }

    /// One connection with the request that is under way.
    private static final class Line {
        final Asker asker;
        final AnswerScan scan = new AnswerScan();
        byte[] received = new byte[8 * 1024];
        int length;
        long since;
        long notBefore;
        boolean waiting;
        SocketChannel channel;
        SelectionKey key;

        private final URI base;
        private final Selector selector;
        private @Nullable ByteBuffer unsent;

        Line(Asker asker, URI base, Selector selector) throws IOException {
            this.asker = asker;
            this.base = base;
            this.selector = selector;
            channel = connect(base);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        private static SocketChannel connect(URI base) throws IOException {
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(base.getHost(), base.getPort() < 0 ? 80 : base.getPort()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            return channel;
        }

        /// Sends the next request, over a new connection where the last one is closed.
        void ask(long from, ByteBuffer shared) throws IOException {
            if (!channel.isOpen()) {
                length = 0;
                unsent = null;
                channel = connect(base);
                key = channel.register(selector, SelectionKey.OP_READ, this);
            }
            since = from;
            waiting = true;
            shared.clear();
            asker.ask(shared);
            shared.flip();
            channel.write(shared);
            if (shared.hasRemaining()) {
                unsent = ByteBuffer.allocate(shared.remaining()).put(shared).flip();
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        }

        /// Sends more of a request that did not fit at once.
        void send() throws IOException {
            ByteBuffer rest = unsent;
            if (rest != null) {
                channel.write(rest);
                unsent = rest.hasRemaining() ? rest : null;
            }
            if (unsent == null) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }

        /// Whether the answer is whole.
        boolean receive(ByteBuffer shared) throws IOException {
            shared.clear();
            int count = channel.read(shared);
            if (count < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (length + count > received.length) {
                received = Arrays.copyOf(received, 2 * (length + count));
            }
            shared.flip().get(received, length, count);
            length += count;
            return scan.found(received, length);
        }
    }

    /// One run.
    private final class Drive {
        private final String what;
        private final int connections;
        private final double perSecond;
        private final List<Line> lines = new ArrayList<>();
        private final ArrayDeque<Line> free = new ArrayDeque<>();
        private final ArrayDeque<Line> resting = new ArrayDeque<>();
        private final ByteBuffer shared = ByteBuffer.allocateDirect(256 * 1024);
        private final Histogram micros = new Histogram(Load.LONGEST_MICROS, 3);
        private final Selector selector;
        private boolean measuring;
        private long start;
        private long end;
        private long all;
        private long done;
        private long failed;
        private long sent;

        Drive(String what, int connections, Askers askers, double perSecond) throws IOException {
            this.what = what;
            this.connections = connections;
            this.perSecond = perSecond;
            selector = Selector.open();
            for (int i = 0; i < connections; i++) {
                lines.add(new Line(askers.make(i), base, selector));
            }
        }

        Result run() throws IOException {
            try {
                long now = System.nanoTime();
                if (perSecond > 0) {
                    open(now);
                } else {
                    closed(now);
                }
                drain();
                return new Result(what, connections, done, failed, measured.toNanos() / 1e9, micros);
            } finally {
                for (Line line : lines) {
                    line.channel.close();
                }
                selector.close();
            }
        }

        private void closed(long began) throws IOException {
            WarmUp heat = new WarmUp(warmUp, began);
            for (Line line : lines) {
                line.ask(System.nanoTime(), shared);
            }
            while (true) {
                select(LONGEST_WAIT_MILLIS);
                long now = System.nanoTime();
                if (!measuring && heat.over(now, all)) {
                    begin(now);
                } else if (measuring && now - end >= 0) {
                    return;
                }
                for (Line line = free.poll(); line != null; line = free.poll()) {
                    line.ask(now, shared);
                }
                while (!resting.isEmpty() && resting.getFirst().notBefore - now <= 0) {
                    resting.removeFirst().ask(now, shared);
                }
            }
        }

        /// Warms up at the same rate, then counts what falls due in the measured time, to its last answer.
        private void open(long began) throws IOException {
            WarmUp heat = new WarmUp(warmUp, began);
            Schedule schedule = new Schedule(began, perSecond);
            free.addAll(lines);
            while (true) {
                long now = System.nanoTime();
                if (!measuring && heat.over(now, all)) {
                    begin(now);
                }
                boolean over = measuring && now - end >= 0;
                while (!free.isEmpty() && schedule.at(sent) - now <= 0 && (!over || schedule.at(sent) - end < 0)) {
                    free.removeFirst().ask(schedule.at(sent++), shared);
                }
                boolean allSent = over && schedule.at(sent) - end >= 0;
                boolean allAnswered = allSent && free.size() + resting.size() == lines.size();
                if (allAnswered || (over && now - end > GRACE_NANOS)) {
                    return;
                }
                // The wait's grain is a millisecond: what falls due within it goes out up to that much late, and the
                // latency says so.
                long wait = (schedule.at(sent) - now) / 1_000_000;
                select(free.isEmpty() || allSent ? LONGEST_WAIT_MILLIS : Math.clamp(wait, 1, LONGEST_WAIT_MILLIS));
                while (!resting.isEmpty() && resting.getFirst().notBefore - System.nanoTime() <= 0) {
                    free.add(resting.removeFirst());
                }
            }
        }

        /// What is under way is answered before the next phase begins: it would take from that, and its effects would
        /// stand in the books without having been acknowledged.
        private void drain() throws IOException {
            long patience = System.nanoTime() + GRACE_NANOS;
            while (lines.stream().anyMatch(line -> line.waiting) && System.nanoTime() - patience < 0) {
                select(LONGEST_WAIT_MILLIS);
            }
            for (Line line : lines) {
                if (line.waiting) {
                    line.asker.answered(-1);
                }
            }
        }

        private void begin(long now) {
            measuring = true;
            start = now;
            end = now + measured.toNanos();
        }

        private void select(long millis) throws IOException {
            selector.select(
                    key -> {
                        if (key.attachment() instanceof Line line) {
                            ready(line, key);
                        }
                    },
                    millis);
        }

        private void ready(Line line, SelectionKey key) {
            try {
                if (key.isWritable()) {
                    line.send();
                }
                if (key.isReadable() && line.receive(shared)) {
                    answered(line, line.asker.answered(line.scan.status()));
                }
            } catch (IOException _) {
                lost(line);
            }
        }

        private void answered(Line line, int count) throws IOException {
            long now = System.nanoTime();
            line.waiting = false;
            int left = line.length - line.scan.end();
            System.arraycopy(line.received, line.scan.end(), line.received, 0, left);
            line.length = left;
            if (line.scan.last()) {
                line.channel.close();
            }
            all++;
            if (counts(line, now)) {
                if (count > 0) {
                    done += count;
                    micros.recordValue(Math.clamp((now - line.since) / 1000, 0, Load.LONGEST_MICROS));
                } else {
                    failed++;
                }
            }
            if (count > 0) {
                free.add(line);
            } else {
                // A refusal is quick; asking on at full speed would measure refusals.
                line.notBefore = now + REFUSED_PAUSE_NANOS;
                resting.add(line);
            }
        }

        /// In a closed loop an answer counts where it came; in an open loop where it was due.
        private boolean counts(Line line, long now) {
            long moment = perSecond > 0 ? line.since : now;
            return measuring && moment - start >= 0 && moment - end <= 0;
        }

        private void lost(Line line) {
            line.asker.answered(-1);
            line.waiting = false;
            failed++;
            line.notBefore = System.nanoTime() + REFUSED_PAUSE_NANOS;
            resting.add(line);
            try {
                line.channel.close();
            } catch (IOException _) {
                // It is gone either way.
            }
        }
    }
}
