package io.kosh.cards.connectors.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// Something that is plugged into the port.
final class Terminal implements AutoCloseable {
    private static final Iso8583Wire WIRE = new Iso8583Wire();

    final Socket socket;
    private final DataInputStream in;

    private Terminal(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
    }

    static Terminal plugged(InetSocketAddress address) {
        try {
            return new Terminal(new Socket(address.getAddress(), address.getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Plugged in and signed on.
    static Terminal ready(InetSocketAddress address) {
        Terminal terminal = plugged(address);
        assertThat(terminal.network("001")).isEqualTo("00");
        return terminal;
    }

    /// A network message; gives the answer's code.
    String network(String code) {
        CardMessage answer = ask(message("0800", Map.of(7, "1122103000", 11, "000001", 70, code)));
        assertThat(answer.type()).isEqualTo("0810");
        return answer.needed(39);
    }

    static CardMessage message(String type, Map<Integer, String> elements) {
        return new CardMessage(type, elements);
    }

    /// A message like another with some elements set; an empty one is left out.
    static CardMessage like(CardMessage message, String type, Map<Integer, String> changed) {
        Map<Integer, String> elements = new TreeMap<>(message.elements());
        elements.putAll(changed);
        elements.values().removeIf(String::isEmpty);
        return new CardMessage(type, elements);
    }

    CardMessage ask(CardMessage message) {
        send(message);
        return receive();
    }

    void send(CardMessage message) {
        sendRaw(Frames.framed(WIRE.write(message)));
    }

    void sendRaw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] frame(String text) {
        return Frames.framed(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    CardMessage receive() {
        try {
            return WIRE.read(in.readNBytes(in.readUnsignedShort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the other side has ended the connection.
    void assertUnplugged() {
        try {
            assertThat(in.read()).isEqualTo(-1);
        } catch (EOFException | SocketException _) {
            // Ended so.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the connection without a word.
    void kill() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
