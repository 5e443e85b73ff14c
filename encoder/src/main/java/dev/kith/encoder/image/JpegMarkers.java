package dev.kith.encoder.image;

/// A JPEG's markers (ITU-T T.81, annex B), followed to the end of the image. Inside a scan FF is
/// followed by 0 or a restart marker, so the end marker can't be mistaken, and a thumbnail's own
/// end lies hidden inside its segment.
final class JpegMarkers {
  /// A progressive image has some ten scans; a file with thousands costs a full pass for each.
  private static final int MOST_SCANS = 32;

  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int APP1 = 0xe1;
  private static final int TEMPORARY = 0x01;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int orientation = 1;

  JpegMarkers(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from + 2;
    this.end = to;
  }

  /// @return the orientation
  int check(PixelLimit limit) throws UnusableImage {
    int scans = 0;
    for (int marker = marker(); marker != END_OF_IMAGE; marker = marker()) {
      if (isBare(marker)) {
        continue;
      }
      int next = at + length();
      if (isFrame(marker)) {
        frame(limit);
      } else if (marker == APP1 && isExif()) {
        orientation = Ifd.orientation(bytes, at + 8, next);
      }
      at = next;
      if (marker == START_OF_SCAN) {
        scans++;
        skipScan();
      }
      if (scans > MOST_SCANS) {
        throw UnusableImage.damaged("a JPEG of more than %d scans".formatted(MOST_SCANS));
      }
    }
    if (scans == 0) {
      throw UnusableImage.truncated("a JPEG without a scan");
    }
    return orientation;
  }

  private int marker() throws UnusableImage {
    if (at + 1 < end && bytes[at] != (byte) 0xff) {
      throw UnusableImage.damaged("a JPEG segment doesn't begin with a marker");
    }
    while (at < end && bytes[at] == (byte) 0xff) {
      at++;
    }
    if (at >= end) {
      throw UnusableImage.truncated("a JPEG without its end marker");
    }
    return bytes[at++] & 0xff;
  }

  private static boolean isBare(int marker) {
    return isRestart(marker) || marker == START_OF_IMAGE || marker == TEMPORARY;
  }

  private static boolean isRestart(int marker) {
    return marker >= 0xd0 && marker <= 0xd7;
  }

  /// SOF0 to SOF15; C4, C8 and CC are tables and an extension.
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private int length() throws UnusableImage {
    int length = at + 2 <= end ? two(at) : 0;
    if (length < 2 || length > end - at) {
      throw UnusableImage.truncated(
          "a JPEG segment of %d bytes, %d left".formatted(length, end - at));
    }
    return length;
  }

  private int two(int from) {
    return ((bytes[from] & 0xff) << 8) | (bytes[from + 1] & 0xff);
  }

  private void frame(PixelLimit limit) throws UnusableImage {
    if (at + 8 > end) {
      throw UnusableImage.truncated("a JPEG frame without its size");
    }
    limit.check(two(at + 5), two(at + 3));
  }

  private boolean isExif() {
    String magic = "Exif\0\0";
    for (int i = 0; i < magic.length(); i++) {
      if (at + 2 + i >= end || bytes[at + 2 + i] != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void skipScan() {
    while (at + 1 < end) {
      int following = bytes[at + 1] & 0xff;
      if (bytes[at] == (byte) 0xff
          && following != 0
          && following != 0xff
          && !isRestart(following)) {
        return;
      }
      at++;
    }
  }
}
