package dev.kith.encoder.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/// The first image file directory of a TIFF file or an EXIF block (TIFF 6.0, section 2), which have
/// the same form. Only unsigned whole numbers are kept, as far as they lie inside.
final class Ifd {
  static final int ORIENTATION = 0x0112;
  private static final int MOST_VALUES = 1 << 20;

  private final Map<Integer, long[]> values = new HashMap<>();
  private boolean whole = true;

  /// @throws UnusableImage `image-damaged` when the block holds no directory
  Ifd(byte[] bytes, int from, int to) throws UnusableImage {
    ByteBuffer tiff = ByteBuffer.wrap(bytes, from, to - from).slice();
    if (tiff.remaining() < 14) {
      throw UnusableImage.truncated("no directory");
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long at = Integer.toUnsignedLong(tiff.getInt(4));
    if (at + 2 > tiff.limit()) {
      throw UnusableImage.truncated("its directory lies behind its end");
    }
    int entries = Short.toUnsignedInt(tiff.getShort((int) at));
    if (at + 2 + 12L * entries > tiff.limit()) {
      throw UnusableImage.truncated("its directory reaches behind its end");
    }
    for (int i = 0; i < entries; i++) {
      keep(tiff, (int) at + 2 + 12 * i);
    }
  }

  private void keep(ByteBuffer tiff, int entry) {
    int type = tiff.getShort(entry + 2);
    int size = size(type);
    long count = Integer.toUnsignedLong(tiff.getInt(entry + 4));
    long at = size * count <= 4 ? entry + 8 : Integer.toUnsignedLong(tiff.getInt(entry + 8));
    boolean inside = at + size * count <= tiff.limit();
    whole &= inside;
    if (inside && count <= MOST_VALUES && (type == 1 || type == 3 || type == 4)) {
      long[] numbers = new long[(int) count];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = number(tiff, (int) at + size * i, size);
      }
      values.put(Short.toUnsignedInt(tiff.getShort(entry)), numbers);
    }
  }

  /// Bytes of a value, by its type; 0 for a type that isn't in the specification.
  private static int size(int type) {
    return switch (type) {
      case 1, 2, 6, 7 -> 1;
      case 3, 8 -> 2;
      case 4, 9, 11, 13 -> 4;
      case 5, 10, 12 -> 8;
      default -> 0;
    };
  }

  private static long number(ByteBuffer tiff, int at, int size) {
    return switch (size) {
      case 1 -> Byte.toUnsignedLong(tiff.get(at));
      case 2 -> Short.toUnsignedLong(tiff.getShort(at));
      default -> Integer.toUnsignedLong(tiff.getInt(at));
    };
  }

  /// Whether all values lie inside the block.
  boolean whole() {
    return whole;
  }

  /// All values of a tag; none when it is missing or no unsigned whole number.
  long[] all(int tag) {
    return values.getOrDefault(tag, new long[0]).clone();
  }

  long first(int tag, long otherwise) {
    long[] numbers = all(tag);
    return numbers.length == 0 ? otherwise : numbers[0];
  }

  /// How the image is to be turned, 1 (as it is) to 8.
  int orientation() {
    long tag = first(ORIENTATION, 1);
    return tag >= 1 && tag <= 8 ? (int) tag : 1;
  }

  /// The orientation in an EXIF block; 1 when the block is broken, which must not cost the image.
  static int orientation(byte[] bytes, int from, int to) {
    try {
      return new Ifd(bytes, from, to).orientation();
    } catch (UnusableImage _) {
      return 1;
    }
  }
}
