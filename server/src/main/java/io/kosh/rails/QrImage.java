package io.kosh.rails;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// A QR code as a picture: black on white with the quiet edge that readers want, whatever the page around it looks
/// like.
public final class QrImage {
    private static final int EDGE = 4;
    private static final int MOST_PIXELS = 2_000;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte ONE_BIT = 1;
    private static final byte GREY = 0;

    private final ByteMatrix squares;

    private QrImage(ByteMatrix squares) {
        this.squares = squares;
    }

    /// @param text at most about 2,000 characters
    public static QrImage of(String text) {
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(text);
        try {
            return new QrImage(Encoder.encode(
                            text,
                            ErrorCorrectionLevel.M,
                            ascii ? Map.of() : Map.of(EncodeHintType.CHARACTER_SET, StandardCharsets.UTF_8.name()))
                    .getMatrix());
        } catch (WriterException e) {
            throw new IllegalArgumentException("the text does not fit into a QR code", e);
        }
    }

    /// How many squares it is wide and high, the quiet edge among them.
    private int width() {
        return squares.getWidth() + 2 * EDGE;
    }

    private boolean isBlack(int x, int y) {
        int column = x - EDGE;
        int row = y - EDGE;
        return column >= 0
                && row >= 0
                && column < squares.getWidth()
                && row < squares.getHeight()
                && squares.get(column, row) == 1;
    }

    /// A PNG of one bit a pixel.
    ///
    /// @param pixels how wide and high at most; every square is equally wide, so that it may be a little less
    public byte[] png(int pixels) {
        int scale = Math.max(1, Math.min(pixels, MOST_PIXELS) / width());
        int wide = width() * scale;
        int lineBytes = 1 + (wide + 7) / 8;
        byte[] lines = new byte[lineBytes * wide];
        for (int y = 0; y < wide; y++) {
            for (int x = 0; x < wide; x++) {
                if (!isBlack(x / scale, y / scale)) {
                    lines[y * lineBytes + 1 + x / 8] |= (byte) (0x80 >> x % 8);
                }
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream(lines.length / 8 + 128);
        png.writeBytes(SIGNATURE);
        chunk(
                png,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(wide)
                        .putInt(wide)
                        .put(ONE_BIT)
                        .put(GREY)
                        .array());
        chunk(png, "IDAT", deflated(lines));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    /// [#png] as it stands in JSON.
    public String base64(int pixels) {
        return Base64.getEncoder().encodeToString(png(pixels));
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        png.writeBytes(name);
        png.writeBytes(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    private static byte[] deflated(byte[] plain) {
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream deflated = new ByteArrayOutputStream(plain.length / 8 + 64);
            byte[] buffer = new byte[4_096];
            while (!deflater.finished()) {
                deflated.write(buffer, 0, deflater.deflate(buffer));
            }
            return deflated.toByteArray();
        }
    }

    /// An SVG of any size. It says nothing to a screen reader: the page around it does.
    public String svg() {
        StringBuilder path = new StringBuilder();
        int width = width();
        for (int y = 0; y < width; y++) {
            int x = 0;
            while (x < width) {
                int from = x;
                while (x < width && isBlack(x, y)) {
                    x++;
                }
                if (x > from) {
                    path.append('M')
                            .append(from)
                            .append(' ')
                            .append(y)
                            .append('h')
                            .append(x - from)
                            .append("v1h-")
                            .append(x - from)
                            .append('z');
                }
                x++;
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + width
                + "\" shape-rendering=\"crispEdges\" aria-hidden=\"true\" focusable=\"false\">"
                + "<path fill=\"#fff\" d=\"M0 0h" + width + "v" + width + "H0z\"/><path fill=\"#000\" d=\"" + path
                + "\"/></svg>";
    }
}
