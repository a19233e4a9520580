package io.kosh.cards.connectors.iso8583;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection. Messages are read in order and decided side by side; answers go out as they are ready.
/// While as many as may be wait for their answers, nothing more is read, and the sender feels it.
final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private final Socket socket;
    private final Iso8583Settings settings;
    private final Iso8583Wire wire;
    private final Function<CardMessage, CardMessage> desk;
    private final Frames frames;
    private final Semaphore places;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile long writesSince = Long.MAX_VALUE;
    private volatile boolean ending;
    private volatile boolean signedOn;

    /// @param desk answers what is not about the connection itself
    Link(Socket socket, Iso8583Settings settings, Iso8583Wire wire, Function<CardMessage, CardMessage> desk)
            throws IOException {
        this.socket = socket;
        this.settings = settings;
        this.wire = wire;
        this.desk = desk;
        this.frames = new Frames(socket, settings);
        this.places = new Semaphore(settings.inFlight());
    }

    /// Serves until the other side ends it, says nothing for too long, or sends what is no message.
    void run() {
        try {
            while (!ending) {
                byte[] bytes = frames.read();
                if (bytes == null) {
                    break;
                }
                CardMessage message = wire.read(bytes);
                MessageType type = MessageType.of(message.type());
                if (type == null) {
                    throw new Garbage("a message of type " + message.type().replaceAll("[^0-9]", "?"));
                }
                take(message, type);
            }
        } catch (Garbage garbage) {
            LOG.warn("a connection of {} is closed: {}", peer(), garbage.getMessage());
        } catch (SocketTimeoutException _) {
            LOG.info("a connection of {} is closed: nothing came in time", peer());
        } catch (IOException e) {
            LOG.info("a connection of {} broke: {}", peer(), e.getClass().getSimpleName());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            drain();
        }
    }

    private String peer() {
        return String.valueOf(socket.getInetAddress());
    }

    private void take(CardMessage message, MessageType type) throws InterruptedException, IOException {
        if (type == MessageType.NETWORK) {
            write(network(message));
            return;
        }
        if (!signedOn) {
            write(Answers.plain(message, type, ResponseCode.UNAVAILABLE));
            return;
        }
        places.acquire();
        Thread.ofVirtual().name("iso8583-message").start(() -> {
            try {
                write(desk.apply(message));
            } catch (IOException e) {
                // What was decided stands; who missed the answer sends a reversal, or asks again.
                LOG.info("an answer did not reach {}: {}", peer(), e.getClass().getSimpleName());
                close();
            } finally {
                places.release();
            }
        });
    }

    private CardMessage network(CardMessage message) {
        ResponseCode code = ResponseCode.APPROVED;
        switch (String.valueOf(message.text(Element.NETWORK_CODE))) {
            case "001" -> signedOn = true;
            case "002" -> signedOn = false;
            case "301" -> {}
            default -> code = ResponseCode.INVALID_TRANSACTION;
        }
        return Answers.plain(message, MessageType.NETWORK, code);
    }

    private void write(CardMessage answer) throws IOException {
        byte[] bytes = wire.write(answer);
        writing.lock();
        try {
            writesSince = System.nanoTime();
            frames.write(bytes);
        } finally {
            writesSince = Long.MAX_VALUE;
            writing.unlock();
        }
    }

    /// Closes it where the other side does not take an answer: a write by itself would wait for ever.
    void closeIfStuck(long nanoTime) {
        long since = writesSince;
        if (since != Long.MAX_VALUE
                && nanoTime - since > settings.writeTimeout().toNanos()) {
            LOG.warn("a connection of {} is closed: it does not take its answers", peer());
            close();
        }
    }

    /// Reads no more; what was read is still answered.
    void end() {
        ending = true;
        try {
            socket.shutdownInput();
        } catch (IOException _) {
            // It is closed already.
        }
    }

    private void drain() {
        try {
            if (!places.tryAcquire(settings.inFlight(), settings.drain().toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("a connection of {} is closed with answers that are still due", peer());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a connection was not closed well: {}", e.getClass());
        }
    }
}
