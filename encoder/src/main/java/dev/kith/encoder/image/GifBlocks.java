package dev.kith.encoder.image;

/// A GIF's blocks (GIF89a specification), followed to the trailer.
final class GifBlocks {
  private static final int EXTENSION = 0x21;
  private static final int PICTURE = 0x2c;
  private static final int TRAILER = 0x3b;
  private static final int SCREEN_FLAGS = 10;
  private static final int SCREEN_END = 13;

  private final byte[] bytes;
  private int at = SCREEN_END;

  GifBlocks(byte[] bytes) {
    this.bytes = bytes;
  }

  void check() throws UnusableImage {
    skipColours(octet(SCREEN_FLAGS));
    for (int kind = octet(at++); kind != TRAILER; kind = octet(at++)) {
      switch (kind) {
        case EXTENSION -> at++;
        case PICTURE -> {
          at += 9;
          skipColours(octet(at - 1));
          at++;
        }
        default -> throw UnusableImage.damaged("a GIF block of kind %d".formatted(kind));
      }
      skipParts();
    }
  }

  private void skipColours(int flags) {
    if ((flags & 0x80) != 0) {
      at += 3 << ((flags & 7) + 1);
    }
  }

  private void skipParts() throws UnusableImage {
    for (int length = octet(at++); length > 0; length = octet(at++)) {
      at += length;
    }
  }

  private int octet(int position) throws UnusableImage {
    if (position >= bytes.length) {
      throw UnusableImage.truncated("a GIF without its trailer");
    }
    return bytes[position] & 0xff;
  }
}
