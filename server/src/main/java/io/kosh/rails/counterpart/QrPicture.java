package io.kosh.rails.counterpart;

import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/// Reads a QR code off a picture, such as a screenshot. A picture comes from anywhere: it is measured by its head
/// before a pixel of it is decoded, and a large one is read coarsely.
final class QrPicture {
    private static final long MOST_PIXELS = 16_000_000;
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif");
    private static final long FINE_PIXELS = 4_000_000;

    private QrPicture() {}

    /// The text of the code; null where the picture is none, too large, or shows no code.
    static @Nullable String read(byte[] picture) {
        BufferedImage image = image(picture);
        if (image == null) {
            return null;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        LuminanceSource light =
                new RGBLuminanceSource(width, height, image.getRGB(0, 0, width, height, null, 0, width));
        // A code by itself is found by its edges; one on a screenshot by looking harder; a pale one by the whole's
        // light.
        String text = text(new GlobalHistogramBinarizer(light), Map.of(DecodeHintType.PURE_BARCODE, Boolean.TRUE));
        if (text == null) {
            text = text(new HybridBinarizer(light), Map.of(DecodeHintType.TRY_HARDER, Boolean.TRUE));
        }
        return text != null ? text : text(new GlobalHistogramBinarizer(light), Map.of());
    }

    private static @Nullable String text(Binarizer squares, Map<DecodeHintType, ?> hints) {
        try {
            return new QRCodeReader().decode(new BinaryBitmap(squares), hints).getText();
        } catch (ReaderException _) {
            return null;
        }
    }

    private static @Nullable BufferedImage image(byte[] picture) {
        try (ImageInputStream bytes = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(bytes);
            if (!readers.hasNext()) {
                return null;
            }
            ImageReader reader = readers.next();
            try {
                if (!FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                    return null;
                }
                reader.setInput(bytes, true, true);
                long pixels = Math.multiplyFull(reader.getWidth(0), reader.getHeight(0));
                if (pixels > MOST_PIXELS) {
                    return null;
                }
                int coarse = (int) Math.ceil(Math.sqrt((double) pixels / FINE_PIXELS));
                ImageReadParam how = reader.getDefaultReadParam();
                how.setSourceSubsampling(Math.max(1, coarse), Math.max(1, coarse), 0, 0);
                return reader.read(0, how);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException _) {
            // The decoders throw either at a spoiled picture.
            return null;
        }
    }
}
