package dev.kith.tools.source;

import dev.kith.tools.terminal.CommandFailure;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// NumPy's format, versions 1 to 3: a two-dimensional array of 32- or 64-bit floats, row after row.
final class NpyRows implements Rows {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=])f([48])'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("'shape'\\s*:\\s*\\(\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,?\\s*\\)");
  private static final int LONGEST_HEADER = 1 << 20;

  private final DataInputStream in;
  private final Shape shape;
  private final byte[] row;

  private record Shape(long count, int dimension, int width, ByteOrder order) {}

  private NpyRows(DataInputStream in, Shape shape) {
    this.in = in;
    this.shape = shape;
    this.row = new byte[shape.dimension * shape.width];
  }

  static NpyRows open(Path file) throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20));
    try {
      return new NpyRows(in, shape(file, header(file, in)));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static String header(Path file, DataInputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length))) {
      throw new CommandFailure(file + " isn't an npy file");
    }
    byte[] length = in.readNBytes(start[6] == 1 ? 2 : 4);
    int bytes = 0;
    for (int i = length.length - 1; i >= 0; i--) {
      bytes = (bytes << 8) | (length[i] & 0xFF);
    }
    if (bytes < 1 || bytes > LONGEST_HEADER) {
      throw new CommandFailure(
          "the header of %s says it has %d bytes, expected 1 to %d"
              .formatted(file, bytes, LONGEST_HEADER));
    }
    return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
  }

  private static Shape shape(Path file, String header) {
    Matcher descr = DESCR.matcher(header);
    Matcher order = ORDER.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!descr.find() || !order.find() || !shape.find() || order.group(1).equals("True")) {
      throw new CommandFailure(
          "%s says %s, expected a two-dimensional array of float32 or float64 in C order"
              .formatted(file, header.strip()));
    }
    long dimension = Long.parseLong(shape.group(2));
    if (dimension < 1 || dimension > 1 << 20) {
      throw new CommandFailure(
          "%s has rows of %d numbers, expected at least 1".formatted(file, dimension));
    }
    return new Shape(
        Long.parseLong(shape.group(1)),
        (int) dimension,
        Integer.parseInt(descr.group(2)),
        descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public long count() {
    return shape.count;
  }

  @Override
  public int dimension() {
    return shape.dimension;
  }

  @Override
  public float[] next() throws IOException {
    in.readFully(row);
    ByteBuffer bytes = ByteBuffer.wrap(row).order(shape.order);
    float[] values = new float[shape.dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = shape.width == 4 ? bytes.getFloat() : (float) bytes.getDouble();
    }
    return values;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
