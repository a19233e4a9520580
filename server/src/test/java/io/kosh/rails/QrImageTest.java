package io.kosh.rails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.kosh.rails.UpiLink.Mode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrImageTest {
    private static final String LINK = new UpiLink(
                    "udupi.cafe@kosh",
                    "Udupi Cafe",
                    "5812",
                    "EK1790000000000AB1CD",
                    "Dinner",
                    9_999_999_999L,
                    Mode.DYNAMIC_QR)
            .text();

    @ParameterizedTest
    @ValueSource(ints = {200, 320, 640, 1_000_000})
    void aReaderReadsThePng(int pixels) throws IOException, ReaderException {
        BufferedImage picture = picture(QrImage.of(LINK).png(pixels));

        assertThat(picture.getWidth())
                .isEqualTo(picture.getHeight())
                .isBetween(Math.min(pixels, 2_000) * 2 / 3, Math.min(pixels, 2_000));
        assertThat(read(picture)).isEqualTo(LINK);
    }

    @Test
    void otherScriptsAreRead() throws IOException, ReaderException {
        String text = "उडुपी कैफ़े ₹100";

        assertThat(read(picture(Base64.getDecoder().decode(QrImage.of(text).base64(320)))))
                .isEqualTo(text);
    }

    @Test
    void aReaderReadsABharatQr() throws IOException, ReaderException {
        BharatQr code =
                new BharatQr("udupi.cafe@kosh", null, "EK1", "5812", 100L, "Udupi Cafe", "Mumbai", "400001", null);

        assertThat(BharatQr.read(read(picture(QrImage.of(code.text()).png(400)))))
                .isEqualTo(code);
    }

    @Test
    void theSvgIsTheSamePicture() throws ReaderException {
        assertThat(read(drawn(QrImage.of(LINK).svg(), 4))).isEqualTo(LINK);
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> QrImage.of("x".repeat(5_000))).isInstanceOf(IllegalArgumentException.class);
    }

    private static BufferedImage picture(byte[] png) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(picture).isNotNull();
        return picture;
    }

    private static String read(BufferedImage picture) throws ReaderException {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
                .getText();
    }

    /// The black squares of the path, as a browser would fill them.
    private static BufferedImage drawn(String svg, int scale) throws NotFoundException {
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) (\\d+)\"").matcher(svg);
        if (!box.find()) {
            throw NotFoundException.getNotFoundInstance();
        }
        int width = Integer.parseInt(box.group(1)) * scale;
        BufferedImage picture = new BufferedImage(width, width, BufferedImage.TYPE_BYTE_BINARY);
        var pen = picture.createGraphics();
        pen.fillRect(0, 0, width, width);
        pen.setColor(java.awt.Color.BLACK);
        Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z").matcher(svg);
        while (run.find()) {
            pen.fillRect(
                    Integer.parseInt(run.group(1)) * scale,
                    Integer.parseInt(run.group(2)) * scale,
                    Integer.parseInt(run.group(3)) * scale,
                    scale);
        }
        pen.dispose();
        return picture;
    }
}
