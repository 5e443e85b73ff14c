package dev.kith.encoder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.encoder.Image;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReadingTest {
  private final ImageReading reading = new ImageReading(1_000_000);

  /// 24 x 16, red at the left, blue at the right, darker towards the bottom.
  private static BufferedImage picture(int type) {
    BufferedImage image = new BufferedImage(24, 16, type);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 24; x++) {
        int bright = 255 - 8 * y;
        image.setRGB(x, y, (x < 12 ? new Color(bright, 0, 0) : new Color(0, 0, bright)).getRGB());
      }
    }
    return image;
  }

  private static byte[] written(BufferedImage image, String format) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).as("a writer for " + format).isTrue();
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff"})
  void everyFormatShowsTheSamePicture(String format) throws Exception {
    Image image = reading.read(written(picture(BufferedImage.TYPE_INT_RGB), format));
    assertThat(image.width()).isEqualTo(24);
    assertThat(image.height()).isEqualTo(16);
    assertThat(image.sample(3, 0, 0)).isGreaterThan(240);
    assertThat(image.sample(3, 0, 2)).isLessThan(20);
    assertThat(image.sample(20, 0, 2)).isGreaterThan(225);
    assertThat(image.sample(20, 15, 2)).isBetween(110, 160);
  }

  @Test
  void greyIsReadAsStored() throws Exception {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100);
    grey.getRaster().setSample(1, 0, 0, 200);
    Image image = reading.read(written(grey, "png"));
    assertThat(image.channels()).isEqualTo(1);
    assertThat(new int[] {image.sample(0, 0, 0), image.sample(1, 0, 0)}).containsExactly(100, 200);
  }

  @Test
  void sixteenBitsKeepTheirUpperEight() throws Exception {
    BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setSample(0, 0, 0, 0xabcd);
    assertThat(reading.read(written(grey, "png")).sample(0, 0, 0)).isEqualTo(0xab);
  }

  @Test
  void transparencyLiesOnWhite() throws Exception {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00000000);
    image.setRGB(1, 0, 0x80000000);
    Image read = reading.read(written(image, "png"));
    assertThat(read.sample(0, 0, 0)).isEqualTo(255);
    assertThat(read.sample(1, 0, 0)).isBetween(126, 128);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "P1 2 1 01|255,0",
        "P2 # grey\\n2 1 100 0 50|0,128",
        "P3 1 1 255 1 2 3|1,2,3",
        "P5 2 1 255 AB|65,66",
        "P6 1 1 255 ABC|65,66,67"
      })
  void portableMapsAreRead(String text, String samples) throws Exception {
    Image image = reading.read(text.replace("\\n", "\n").getBytes(StandardCharsets.ISO_8859_1));
    int[] wanted = Arrays.stream(samples.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    int[] got = new int[wanted.length];
    for (int i = 0; i < got.length; i++) {
      got[i] = image.sample(i / image.channels(), 0, i % image.channels());
    }
    assertThat(got).containsExactly(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
  void aFileThatEndsEarlyIsRefused(String format) throws Exception {
    byte[] whole = written(picture(BufferedImage.TYPE_INT_RGB), format);
    for (int length : new int[] {whole.length / 2, whole.length * 3 / 4, whole.length - 2}) {
      assertThatThrownBy(() -> reading.read(Arrays.copyOf(whole, length)))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(UnusableImage.class);
    }
  }

  @Test
  void aHugeHeaderIsRefusedBeforeAnythingIsDecoded() {
    ByteBuffer png = ByteBuffer.allocate(57);
    png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    chunk(png, "IHDR", ByteBuffer.allocate(13).putInt(30000).putInt(30000).put((byte) 8).array());
    chunk(png, "IEND", new byte[0]);
    assertThatThrownBy(() -> reading.read(Arrays.copyOf(png.array(), png.position())))
        .isInstanceOfSatisfying(
            UnusableImage.class, e -> assertThat(e.code()).isEqualTo("image-too-large"))
        .hasMessageContaining("30000 x 30000");
  }

  @SuppressWarnings("ByteBufferBackingArray") // the buffer is this test's own, allocated above
  private static void chunk(ByteBuffer png, String type, byte[] content) {
    png.putInt(content.length);
    int start = png.position();
    png.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 crc = new CRC32();
    crc.update(png.array(), start, png.position() - start);
    png.putInt((int) crc.getValue());
  }

  @Test
  void exifTurnsAPhotographUpright() throws Exception {
    byte[] jpeg = written(picture(BufferedImage.TYPE_INT_RGB), "jpg");
    Image image = reading.read(withOrientation(jpeg, 6));
    assertThat(image.width()).isEqualTo(16);
    assertThat(image.height()).isEqualTo(24);
    assertThat(image.sample(8, 3, 0)).as("red was at the left, is at the top").isGreaterThan(150);
    assertThat(image.sample(8, 20, 2))
        .as("blue was at the right, is at the bottom")
        .isGreaterThan(150);
  }

  private static byte[] withOrientation(byte[] jpeg, int orientation) {
    byte[] exif =
        HexFormat.of()
            .parseHex(
                "457869660000" // Exif
                    + "4d4d002a00000008" // TIFF, big endian, directory at 8
                    + "0001011200030000000100%02x0000".formatted(orientation)
                    + "00000000");
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + exif.length + 4);
    out.put(jpeg, 0, 2).put((byte) 0xff).put((byte) 0xe1).putShort((short) (exif.length + 2));
    out.put(exif).put(jpeg, 2, jpeg.length - 2);
    return out.array();
  }

  @Test
  void orientationsAreWhatExifSaysTheyAre() {
    Image image = new Image(2, 1, 1, new byte[] {1, 2});
    assertThat(image.oriented(2).sample(0, 0, 0)).isEqualTo(2);
    assertThat(image.oriented(3).sample(0, 0, 0)).isEqualTo(2);
    assertThat(image.oriented(6).height()).isEqualTo(2);
    assertThat(image.oriented(6).sample(0, 0, 0)).isEqualTo(1);
    assertThat(image.oriented(8).sample(0, 0, 0)).isEqualTo(2);
  }

  @Test
  void aHundredKilobytesOfPromisesAreRefused() throws Exception {
    byte[] gif = written(picture(BufferedImage.TYPE_INT_RGB), "gif");
    byte[] bmp = written(picture(BufferedImage.TYPE_INT_RGB), "bmp");
    byte[] jpeg = written(picture(BufferedImage.TYPE_INT_RGB), "jpg");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 30000).putInt(22, 30000);
    int frame = find(jpeg, 0xff, 0xc0);
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 60000).putShort(frame + 7, (short) 60000);
    int picture = find(gif, 0x2c, 0);
    ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN).putShort(picture + 5, (short) 60000);
    ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN).putShort(picture + 7, (short) 60000);
    byte[] pgm = "P5 30000 30000 255 ".getBytes(StandardCharsets.US_ASCII);
    for (byte[] each : List.of(gif, bmp, jpeg, pgm)) {
      assertThatThrownBy(() -> reading.read(each))
          .isInstanceOfSatisfying(
              UnusableImage.class, e -> assertThat(e.code()).isEqualTo("image-too-large"));
    }
  }

  private static int find(byte[] bytes, int first, int second) {
    for (int i = 13; i + 1 < bytes.length; i++) {
      if ((bytes[i] & 0xff) == first && (bytes[i + 1] & 0xff) == second) {
        return i;
      }
    }
    throw new AssertionError("no such marker");
  }

  @Test
  void aScanThatEndsEarlyInsideAWholeFileIsRefused() throws Exception {
    byte[] whole = written(picture(BufferedImage.TYPE_INT_RGB), "jpg");
    byte[] half = Arrays.copyOf(whole, whole.length - 20);
    half[half.length - 2] = (byte) 0xff;
    half[half.length - 1] = (byte) 0xd9;
    assertThatThrownBy(() -> reading.read(half))
        .isInstanceOfSatisfying(
            UnusableImage.class, e -> assertThat(e.code()).isEqualTo("image-truncated"));
  }

  @Test
  void whatIsNoImageIsToldApart() {
    for (String text : new String[] {"", "P", "hello", "<svg/>", "RIFF"}) {
      assertThatThrownBy(() -> reading.read(text.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOfSatisfying(
              UnusableImage.class, e -> assertThat(e.code()).isEqualTo("image-unknown"));
    }
  }
}
