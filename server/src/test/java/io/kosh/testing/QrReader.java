package io.kosh.testing;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/// Reads QR codes as a phone does.
public final class QrReader {
    private static final int SCALE = 4;

    private QrReader() {}

    public static String read(byte[] png) throws IOException, ReaderException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        if (picture == null) {
            throw new IOException("this is no picture");
        }
        return read(picture);
    }

    /// @param svg a code of ours, or a page with one
    public static String read(String svg) throws ReaderException {
        return read(drawn(svg));
    }

    public static String read(BufferedImage picture) throws ReaderException {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
                .getText();
    }

    /// The black squares of the path, as a browser would fill them.
    private static BufferedImage drawn(String svg) throws NotFoundException {
        Matcher found = Pattern.compile(
                        "viewBox=\"0 0 (\\d+) \\1\" shape-rendering=\"crispEdges\"[^>]*>(.*?)</svg>", Pattern.DOTALL)
                .matcher(svg);
        if (!found.find()) {
            throw NotFoundException.getNotFoundInstance();
        }
        int width = Integer.parseInt(found.group(1)) * SCALE;
        BufferedImage picture = new BufferedImage(width, width, BufferedImage.TYPE_BYTE_BINARY);
        var pen = picture.createGraphics();
        pen.fillRect(0, 0, width, width);
        pen.setColor(Color.BLACK);
        Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z").matcher(found.group(2));
        while (run.find()) {
            pen.fillRect(
                    Integer.parseInt(run.group(1)) * SCALE,
                    Integer.parseInt(run.group(2)) * SCALE,
                    Integer.parseInt(run.group(3)) * SCALE,
                    SCALE);
        }
        pen.dispose();
        return picture;
    }
}
