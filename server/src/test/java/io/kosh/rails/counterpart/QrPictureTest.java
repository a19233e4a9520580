package io.kosh.rails.counterpart;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.rails.QrImage;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrPictureTest {
    private static final String LINK = "upi://pay?pa=shop@bank&pn=Shop&am=1.00&tr=EK1";
    private static final String LONG_LINK = "upi://pay?pa=cek0abc1de@kosh&pn=Udupi%20Cafe%20%26%20Sons&mc=5812"
            + "&tr=EKCEK0ABC1DE7&tn=Dinner%20for%20two&am=100.00&cu=INR&mode=04";

    /// A code somewhere on a screen.
    private static byte[] screenshot(int width, int height, String format) throws IOException {
        BufferedImage code =
                ImageIO.read(new ByteArrayInputStream(QrImage.of(LINK).png(320)));
        BufferedImage screen = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pen = screen.createGraphics();
        pen.setColor(new Color(0xf8f8fa));
        pen.fillRect(0, 0, width, height);
        pen.drawImage(code, width / 3, height / 3, Math.min(width, height) / 2, Math.min(width, height) / 2, null);
        pen.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(screen, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif"})
    void aCodeOnAScreenshotIsRead(String format) throws IOException {
        assertThat(QrPicture.read(screenshot(1_080, 1_920, format))).isEqualTo(LINK);
    }

    @Test
    void aCodeByItselfIsRead() {
        assertThat(QrPicture.read(QrImage.of(LINK).png(320))).isEqualTo(LINK);
        for (int pixels = 150; pixels < 800; pixels += 50) {
            assertThat(QrPicture.read(QrImage.of(LONG_LINK).png(pixels)))
                    .as(pixels + " px")
                    .isEqualTo(LONG_LINK);
        }
    }

    @Test
    void aLargePictureIsReadCoarsely() throws IOException {
        assertThat(QrPicture.read(screenshot(4_000, 3_000, "png"))).isEqualTo(LINK);
    }

    @Test
    void aPictureThatSaysItIsHugeIsNotDecoded() throws IOException {
        byte[] png = screenshot(200, 200, "png");
        ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);

        assertThat(QrPicture.read(png)).isNull();
    }

    @Test
    void whatIsNoPictureOrShowsNoCodeIsNone() throws IOException {
        byte[] png = screenshot(400, 400, "png");

        assertThat(QrPicture.read(new byte[0])).isNull();
        assertThat(QrPicture.read("GIF89a".getBytes(StandardCharsets.US_ASCII))).isNull();
        assertThat(QrPicture.read(Arrays.copyOf(png, png.length / 2))).isNull();
    }

    @Test
    void aFormWithAFileIsTakenApart() {
        byte[] picture = QrImage.of(LINK).png(320);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(String.join(
                        "\r\n",
                        "--xYz",
                        "Content-Disposition: form-data; name=\"form_token\"",
                        "",
                        "abc",
                        "--xYz",
                        "Content-Disposition: form-data; name=\"picture\"; filename=\"shot.png\"",
                        "Content-Type: image/png",
                        "",
                        "")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(picture);
        body.writeBytes("\r\n--xYz--\r\n".getBytes(StandardCharsets.UTF_8));

        FormParts parts = FormParts.of(body.toByteArray(), "multipart/form-data; boundary=xYz");

        assertThat(parts.text("form_token")).isEqualTo("abc");
        assertThat(parts.bytes("picture")).isEqualTo(picture);
        assertThat(parts.bytes("other")).isNull();
        assertThat(FormParts.of(body.toByteArray(), "text/plain").text("form_token"))
                .isNull();
    }
}
