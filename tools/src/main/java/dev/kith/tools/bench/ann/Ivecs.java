package dev.kith.tools.bench.ann;

import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The TEXMEX format of whole numbers: each row is its length and so many 32-bit integers,
/// little-endian.
final class Ivecs {
  private Ivecs() {}

  static List<int[]> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<int[]> rows = new ArrayList<>();
    while (bytes.remaining() >= Integer.BYTES) {
      int length = bytes.getInt();
      if (length < 0 || (long) length * Integer.BYTES > bytes.remaining()) {
        throw broken(file, rows.size(), length);
      }
      int[] row = new int[length];
      bytes.asIntBuffer().get(row);
      bytes.position(bytes.position() + length * Integer.BYTES);
      rows.add(row);
    }
    if (bytes.hasRemaining()) {
      throw broken(file, rows.size(), bytes.remaining());
    }
    return rows;
  }

  private static CommandFailure broken(Path file, int row, int length) {
    return new CommandFailure(
        "row %,d of %s says it has %,d numbers, more than are left: expected ivecs"
            .formatted(row, file, length));
  }
}
