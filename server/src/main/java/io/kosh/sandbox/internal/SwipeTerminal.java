package io.kosh.sandbox.internal;

import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.sandbox.CardLine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// A terminal: connects to the port of card messages, signs on, sends one message and waits for its answer.
@Component
@SandboxOnly
final class SwipeTerminal {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int BLOCK = 8;
    private static final int NUMBER_DIGITS = 12;

    private final ObjectProvider<CardLine> lines;

    SwipeTerminal(ObjectProvider<CardLine> lines) {
        this.lines = lines;
    }

    /// What went over the wire.
    ///
    /// @param answer null where none came in time
    record Exchange(TerminalMessage asked, @Nullable TerminalMessage answer, Duration took) {}

    /// Where it would connect to, null where nothing listens.
    CardLine.@Nullable Line line() {
        CardLine line = lines.getIfAvailable();
        return line == null ? null : line.line();
    }

    private CardLine.Line open() {
        CardLine.Line line = line();
        if (line == null) {
            throw Refusal.of(SandboxError.CARD_LINE_SHUT, SandboxError.CARD_LINE_SHUT.meaning());
        }
        return line;
    }

    /// Sends a message and waits for its answer.
    Exchange send(TerminalMessage message) {
        CardLine.Line line = open();
        long began = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(line.address(), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            exchange(socket, signOn(message));
            began = System.nanoTime();
            TerminalMessage answer = exchange(socket, message);
            return new Exchange(message, answer, Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException _) {
            return new Exchange(message, null, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static TerminalMessage signOn(TerminalMessage message) {
        return TerminalMessage.of(
                "0800",
                Map.of(
                        7, message.elements().getOrDefault(7, ""),
                        11, message.elements().getOrDefault(11, ""),
                        70, "001"));
    }

    private static TerminalMessage exchange(Socket socket, TerminalMessage message) throws IOException {
        byte[] bytes = message.bytes();
        byte[] framed = new byte[bytes.length + 2];
        framed[0] = (byte) (bytes.length >>> 8);
        framed[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, framed, 2, bytes.length);
        new DataOutputStream(socket.getOutputStream()).write(framed);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return TerminalMessage.read(in.readNBytes(in.readUnsignedShort()));
    }

    /// A PIN as the port wants it: ISO 9564-1 format 0 under the zone key.
    String pinBlock(String pin, Secret<String> number) {
        String before = "0".repeat(NUMBER_DIGITS) + number.value();
        String account = before.substring(before.length() - NUMBER_DIGITS - 1, before.length() - 1);
        byte[] block = HexFormat.of().parseHex((("0" + pin.length() + pin) + "F".repeat(2 * BLOCK)).substring(0, 16));
        byte[] mask = HexFormat.of().parseHex("0000" + account);
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= mask[i];
        }
        byte[] half = HexFormat.of().parseHex(open().pinKey().value());
        byte[] key = Arrays.copyOf(half, 3 * BLOCK);
        if (half.length < key.length) {
            System.arraycopy(half, 0, key, 2 * BLOCK, BLOCK);
        }
        try {
            Cipher cipher = Cipher.getInstance("DESede/CBC/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "DESede"), new IvParameterSpec(new byte[BLOCK]));
            return HexFormat.of().withUpperCase().formatHex(cipher.doFinal(block));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks 3DES", e);
        }
    }
}
