package io.kosh.cards.connectors.iso8583;

import io.kosh.platform.EventNotes;
import io.kosh.platform.Profile;
import io.kosh.platform.RequestContext;
import io.kosh.platform.Settings;
import io.kosh.platform.StartupFailure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Listens for card messages. A stop takes no new connections and reads no more; it waits for answers that
/// are due.
@Component
@EnableConfigurationProperties(Iso8583Settings.class)
final class MessagePort implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(MessagePort.class);
    private static final int BACKLOG = 128;
    private static final long WATCH_MILLIS = 200;

    private final Iso8583Settings settings;
    private final Profile profile;
    private final TerminalMessages messages;
    private final EventNotes notes;
    private final MeterRegistry meters;
    private final Answers answers;
    private final Map<Link, Thread> links = new ConcurrentHashMap<>();
    private final Set<InetAddress> peers = new HashSet<>();
    private volatile @Nullable ServerSocket listening;
    private @Nullable Thread watch;

    MessagePort(
            Iso8583Settings settings,
            Settings installation,
            TerminalMessages messages,
            EventNotes notes,
            MeterRegistry meters) {
        this.settings = settings;
        this.profile = installation.profile();
        this.messages = messages;
        this.notes = notes;
        this.meters = meters;
        this.answers = new Answers(settings.explains(profile));
        settings.check(profile);
    }

    /// Where it listens, null where it does not.
    @Nullable
    InetSocketAddress address() {
        ServerSocket socket = listening;
        return socket == null ? null : (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public void start() {
        if (!settings.open(profile)) {
            return;
        }
        try {
            for (String peer : settings.peers()) {
                peers.add(InetAddress.getByName(peer));
            }
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()), BACKLOG);
            listening = socket;
            Gauge.builder("kosh.cards.iso8583.connections", links::size)
                    .description("connections of terminals and switches that are open")
                    .register(meters);
            Thread.ofVirtual().name("iso8583-accept").start(() -> accept(socket));
            watch = Thread.ofVirtual().name("iso8583-watch").start(this::watch);
            LOG.info("card messages (ISO 8583) come to {}", socket.getLocalSocketAddress());
        } catch (IOException e) {
            throw new StartupFailure("The port of card messages, " + settings.host() + ":" + settings.port()
                    + ", cannot be had (" + e.getMessage() + "): choose another by kosh.cards.iso8583.port.");
        }
    }

    private void accept(ServerSocket socket) {
        // Made here, so that a start does not wait for it.
        Iso8583Wire wire = new Iso8583Wire();
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                try {
                    begin(connection, wire);
                } catch (IOException | RuntimeException e) {
                    LOG.info(
                            "a connection ended before it began: {}",
                            e.getClass().getSimpleName());
                    connection.close();
                }
            } catch (SocketException _) {
                // Closed by the stop, or the machine has no more places for a moment.
                pause();
            } catch (IOException e) {
                LOG.atWarn().setCause(e).log("a connection could not be taken");
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(Socket connection, Iso8583Wire wire) throws IOException {
        InetAddress from = connection.getInetAddress();
        if (!peers.isEmpty() && !peers.contains(from)) {
            LOG.warn("{} may not connect: it is none of kosh.cards.iso8583.peers", from);
            connection.close();
            return;
        }
        if (links.size() >= settings.connections()) {
            LOG.warn("{} is turned away: {} connections are open", from, settings.connections());
            connection.close();
            return;
        }
        connection.setTcpNoDelay(true);
        connection.setKeepAlive(true);
        Link link = new Link(connection, settings, wire, message -> answer(message, from));
        Thread thread = Thread.ofVirtual().name("iso8583-link").unstarted(() -> {
            try {
                link.run();
            } finally {
                links.remove(link);
            }
        });
        links.put(link, thread);
        thread.start();
    }

    private void watch() {
        while (listening != null || !links.isEmpty()) {
            links.keySet().forEach(link -> link.closeIfStuck(System.nanoTime()));
            pause();
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    /// Under an id of its own, as every request has one.
    private CardMessage answer(CardMessage message, InetAddress from) {
        RequestContext context = new RequestContext(RequestContext.newRequestId(), from.getHostAddress());
        return ScopedValue.where(RequestContext.key(), context).call(() -> answered(message));
    }

    private CardMessage answered(CardMessage message) {
        long began = System.nanoTime();
        MessageType type = Objects.requireNonNull(MessageType.of(message.type()));
        TerminalMessages.Result result = messages.decide(message, type);
        CardMessage answer = answers.of(message, type, result);
        long nanos = System.nanoTime() - began;
        Timer.builder("kosh.cards.iso8583.messages")
                .description("card messages, from read to decided")
                .tag("type", type.asked())
                .tag("code", result.code().code())
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
        LOG.atInfo()
                .addKeyValue("requestId", RequestContext.current().requestId())
                .addKeyValue("micros", nanos / 1_000)
                .log("{} -> {} {}", message, answer.type(), result.code().code());
        note(message, answer, result, nanos);
        return answer;
    }

    /// For the sandbox's log of events.
    private void note(CardMessage message, CardMessage answer, TerminalMessages.Result result, long nanos) {
        if (result.holder() == null) {
            return;
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("type", message.type());
        detail.put("answer", answer.type());
        detail.put("code", result.code().code());
        detail.put("reason", Objects.requireNonNullElse(result.reason(), ""));
        detail.put("card", message.maskedNumber());
        detail.put("terminal", Objects.requireNonNullElse(message.text(Element.TERMINAL), ""));
        detail.put("trace", Objects.requireNonNullElse(message.text(Element.TRACE), ""));
        detail.put("micros", nanos / 1_000);
        notes.note(result.holder().company(), new EventNotes.Note("CARD_MESSAGE", null, detail));
    }

    @Override
    public void stop() {
        ServerSocket socket = listening;
        listening = null;
        if (socket == null) {
            return;
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("the port was not closed well: {}", e.getClass());
        }
        Map<Link, Thread> open = Map.copyOf(links);
        open.keySet().forEach(Link::end);
        try {
            long until = System.nanoTime() + settings.drain().toNanos();
            for (Thread thread : open.values()) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        open.keySet().forEach(Link::close);
        if (watch != null) {
            watch.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return listening != null;
    }

    /// Beside the web server: after the database is there, and before what it needs stops.
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1024;
    }
}
