package dev.kith.encoder.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/// A sample's bytes for an ImageIO reader, without a cache. Some readers take zeros for whatever
/// lies behind the end and go on for minutes; after some thousand such looks this stream fails for
/// good.
final class SampleStream extends ImageInputStreamImpl {
  /// Readers fetch words ahead and so look behind the end of whole files a few times.
  private static final int MOST_LOOKS = 4096;

  private final byte[] bytes;
  private int looksBehindTheEnd;

  SampleStream(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    return isAtEnd() ? -1 : bytes[(int) streamPos++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (isAtEnd()) {
      return -1;
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  private boolean isAtEnd() throws IOException {
    if (streamPos < bytes.length) {
      return false;
    }
    if (++looksBehindTheEnd > MOST_LOOKS) {
      throw new IOException("more pixels than bytes to make them of");
    }
    return true;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
