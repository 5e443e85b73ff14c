package dev.kith.encoder.image;

import dev.kith.encoder.Image;

/// Reads PBM, PGM and PPM, plain and raw (netpbm's specification of P1 to P6), up to 16 bits a
/// sample.
final class PnmReader {
  private final byte[] bytes;
  private int at = 2;

  PnmReader(byte[] bytes) {
    this.bytes = bytes;
  }

  Image read(PixelLimit limit) throws UnusableImage {
    int kind = bytes[1] - '0';
    int width = number("width");
    int height = number("height");
    limit.check(width, height);
    boolean bitmap = kind == 1 || kind == 4;
    int most = bitmap ? 1 : number("largest value");
    if (most < 1 || most > 65535) {
      throw UnusableImage.damaged("largest value " + most + ", expected 1 to 65535");
    }
    int channels = kind == 3 || kind == 6 ? 3 : 1;
    if (kind >= 4) {
      at++;
    }
    byte[] samples = samples(kind, width, height, channels, most);
    return new Image(width, height, channels, samples);
  }

  private byte[] samples(int kind, int width, int height, int channels, int most)
      throws UnusableImage {
    int count = width * height * channels;
    long needed =
        switch (kind) {
          case 4 -> (long) height * ((width + 7) / 8);
          case 5, 6 -> (long) count * (most > 255 ? 2 : 1);
          default -> count;
        };
    if (bytes.length - at < needed) {
      throw UnusableImage.truncated(
          "%d bytes of samples, expected %d".formatted(bytes.length - at, needed));
    }
    byte[] samples = new byte[count];
    for (int i = 0; i < count; i++) {
      samples[i] =
          (byte)
              switch (kind) {
                case 1 -> bit() == 1 ? 0 : 255;
                case 4 -> packed(i % width, i / width, width);
                case 2, 3 -> scaled(number("sample"), most);
                default -> scaled(raw(most), most);
              };
    }
    return samples;
  }

  private int packed(int x, int y, int width) {
    int octet = bytes[at + y * ((width + 7) / 8) + x / 8];
    return (octet >> (7 - x % 8) & 1) == 1 ? 0 : 255;
  }

  private int raw(int most) {
    int high = bytes[at++] & 0xff;
    return most > 255 ? (high << 8) | (bytes[at++] & 0xff) : high;
  }

  private static int scaled(int value, int most) throws UnusableImage {
    if (value > most) {
      throw UnusableImage.damaged("sample %d, expected at most %d".formatted(value, most));
    }
    return (int) ((value * 255L + most / 2) / most);
  }

  /// A plain bitmap's digits may stand without blanks between them.
  private int bit() throws UnusableImage {
    skip();
    if (at >= bytes.length) {
      throw UnusableImage.truncated("a sample is missing");
    }
    int digit = bytes[at++] - '0';
    if (digit != 0 && digit != 1) {
      throw UnusableImage.damaged("a bitmap's sample is neither 0 nor 1");
    }
    return digit;
  }

  private int number(String what) throws UnusableImage {
    skip();
    int start = at;
    long value = 0;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9' && at - start < 10) {
      value = 10 * value + bytes[at++] - '0';
    }
    if (at == start) {
      throw at >= bytes.length
          ? UnusableImage.truncated(what + " is missing")
          : UnusableImage.damaged(what + " is no number");
    }
    if (value > Integer.MAX_VALUE) {
      throw UnusableImage.damaged(what + " is " + value);
    }
    return (int) value;
  }

  /// Blanks, and comments from `#` to the line's end.
  private void skip() {
    while (at < bytes.length) {
      if (bytes[at] == '#') {
        while (at < bytes.length && bytes[at] != '\n') {
          at++;
        }
      } else if (bytes[at] > ' ') {
        return;
      } else {
        at++;
      }
    }
  }
}
