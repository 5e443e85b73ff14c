package dev.kith.tools.source;

import dev.kith.tools.terminal.CommandFailure;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// The TEXMEX format: each row is its length as a 32-bit integer and so many 32-bit floats, all
/// little-endian.
final class FvecsRows implements Rows {
  private final Path file;
  private final DataInputStream in;
  private final int dimension;
  private final long count;
  private final byte[] row;
  private long read;

  FvecsRows(Path file) throws IOException {
    this.file = file;
    this.dimension = firstLength(file);
    this.row = new byte[4 + 4 * dimension];
    long size = Files.size(file);
    if (size % row.length != 0) {
      throw new CommandFailure(
          "%s has %d bytes, expected a multiple of %d: rows of %d numbers"
              .formatted(file, size, row.length, dimension));
    }
    this.count = size / row.length;
    this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20));
  }

  private static int firstLength(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      byte[] head = in.readNBytes(4);
      int length =
          head.length < 4 ? 0 : ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
      if (length < 1 || length > 1 << 20) {
        throw new CommandFailure(
            "%s begins with a row of %d numbers, expected fvecs".formatted(file, length));
      }
      return length;
    }
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public float[] next() throws IOException {
    in.readFully(row);
    ByteBuffer bytes = ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
    int length = bytes.getInt();
    if (length != dimension) {
      throw new IOException(
          "row %d of %s has %d numbers, expected %d".formatted(read, file, length, dimension));
    }
    read++;
    float[] values = new float[dimension];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
