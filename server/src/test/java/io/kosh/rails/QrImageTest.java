package io.kosh.rails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.ReaderException;
import io.kosh.rails.UpiLink.Mode;
import io.kosh.testing.QrReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
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
        assertThat(QrReader.read(picture)).isEqualTo(LINK);
    }

    @Test
    void otherScriptsAreRead() throws IOException, ReaderException {
        String text = "उडुपी कैफ़े ₹100";

        assertThat(QrReader.read(
                        picture(Base64.getDecoder().decode(QrImage.of(text).base64(320)))))
                .isEqualTo(text);
    }

    @Test
    void aReaderReadsABharatQr() throws IOException, ReaderException {
        BharatQr code =
                new BharatQr("udupi.cafe@kosh", null, "EK1", "5812", 100L, "Udupi Cafe", "Mumbai", "400001", null);

        assertThat(BharatQr.read(QrReader.read(picture(QrImage.of(code.text()).png(400)))))
                .isEqualTo(code);
    }

    @Test
    void theSvgIsTheSamePicture() throws ReaderException {
        assertThat(QrReader.read(QrImage.of(LINK).svg())).isEqualTo(LINK);
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
}
