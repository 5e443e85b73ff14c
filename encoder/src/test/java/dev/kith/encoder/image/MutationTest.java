package dev.kith.encoder.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever becomes of a file, it is read or refused: nothing else is thrown, nothing hangs,
/// nothing takes memory out of proportion; and a file that ends early is always refused.
class MutationTest {
  private static final long SEED = 20261124;
  private static final long MOST_PIXELS = 1_000_000;
  private static final long MOST_BYTES = 64 * MOST_PIXELS;
  private static final int ROUNDS = Boolean.getBoolean("kith.stress") ? 20_000 : 400;

  private final ImageReading reading = new ImageReading(MOST_PIXELS);
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Random random = new Random(SEED);

  @ParameterizedTest
  @Timeout(600)
  @ValueSource(
      strings = {
        "cmyk.jpg",
        "progressive.jpg",
        "lossy.webp",
        "lossless.webp",
        "alpha.webp",
        "lzw.tiff",
        "jpeg.tiff",
        "deflate16.tiff",
        "tiled.tiff",
        "rgba16.png",
        "palette.png",
        "interlaced.png",
        "rle.bmp",
        "alpha.bmp",
        "picture.gif",
        "picture16.ppm"
      })
  void damagedFilesAreReadOrRefused(String name) {
    byte[] whole = FormatsTest.file(name);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      boolean cut = round % 4 == 0;
      byte[] damaged = cut ? Arrays.copyOf(whole, random.nextInt(whole.length)) : mutated(whole);
      long before = threads.getCurrentThreadAllocatedBytes();
      boolean read = isRead(damaged);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("bytes for %s, seed %d, round %d", name, SEED, round)
          .isLessThan(MOST_BYTES);
      assertThat(cut && read)
          .as("%s cut to %d of %d bytes is read", name, damaged.length, whole.length)
          .isFalse();
      refused += read ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(ROUNDS / 4);
  }

  private boolean isRead(byte[] bytes) {
    try {
      reading.read(bytes);
      return true;
    } catch (UnusableImage e) {
      assertThat(e.code()).startsWith("image-");
      return false;
    }
  }

  /// Up to eight other bytes, half the time only in the header; a PNG's checksums are made right
  /// again, so that its decoder sees the damage.
  private byte[] mutated(byte[] whole) {
    byte[] mutated = whole.clone();
    int reach = random.nextBoolean() ? Math.min(64, whole.length) : whole.length;
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      mutated[random.nextInt(reach)] = (byte) (random.nextInt(3) == 0 ? 255 : random.nextInt());
    }
    return whole[1] == 'P' ? summed(mutated) : mutated;
  }

  private static byte[] summed(byte[] png) {
    ByteBuffer in = ByteBuffer.wrap(png);
    int at = 8;
    while (at + 12 <= png.length) {
      int length = in.getInt(at);
      if (length < 0 || at + 12L + length > png.length) {
        break;
      }
      CRC32 crc = new CRC32();
      crc.update(png, at + 4, length + 4);
      in.putInt(at + 8 + length, (int) crc.getValue());
      at += 12 + length;
    }
    return png;
  }
}
