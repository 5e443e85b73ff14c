package dev.kith.gallery.lucene.format1;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.IndexOutput;
import org.jspecify.annotations.Nullable;

/// How graphs lie in a segment's files, version 3; version 2 had no bounds, version 1 no axes
/// either.
///
/// `.kgd`: for each field with a graph its axes, its codes, rows that the codes' bounds don't hold
/// for, its ground links and, level by level, rows, places below and links, each part beginning at
/// a multiple of 64. `.kgm`: for each of them the field's number and the place in `.kgd` of what it
/// has. Both have Lucene's headers and checksums.
final class GraphFiles {
  static final String DATA = "kgd";
  static final String META = "kgm";
  static final String DATA_CODEC = "Kith1GraphData";
  static final String META_CODEC = "Kith1GraphMeta";
  static final int VERSION = 3;
  static final int OLDEST = 1;
  private static final int BOUNDED = 3;

  /// Ends the list of fields.
  static final int NO_FIELD = -1;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int NO_BOUNDS = -1;
  private static final int LINE = 64;
  private static final int MOST_LEVELS = 64;
  private static final int PIECE = 1 << 16;

  private GraphFiles() {}

  static String name(String segment, String suffix, String extension) {
    return IndexFileNames.segmentFileName(segment, suffix, extension);
  }

  static void write(Graph graph, IndexOutput meta, IndexOutput data) throws IOException {
    Quantiser quantiser = graph.quantiser();
    meta.writeVInt(quantiser.dimension());
    meta.writeInt(Float.floatToRawIntBits(quantiser.scale()));
    write(quantiser.axes(), meta, data);
    meta.writeVInt(graph.size());
    meta.writeVInt(graph.top());
    meta.writeVLong(part(graph.codes().memory(), data));
    write(graph.codes().bounds(), meta, data);
    meta.writeVLong(part(graph.ground().memory(), data));
    meta.writeVInt(graph.upper().size());
    for (Level level : graph.upper()) {
      meta.writeVInt(level.size());
      meta.writeVLong(part(level.rows(), data));
      meta.writeVLong(part(level.belows(), data));
      meta.writeVLong(part(level.links().memory(), data));
    }
  }

  /// The numbers of a row and where the axes are, or 0 where there are none.
  private static void write(@Nullable Axes axes, IndexOutput meta, IndexOutput data)
      throws IOException {
    if (axes == null) {
      meta.writeVInt(0);
      return;
    }
    meta.writeVInt(axes.dimension());
    MemorySegment numbers = MemorySegment.ofArray(new byte[axes.numbers().length * Float.BYTES]);
    MemorySegment.copy(axes.numbers(), 0, numbers, FLOAT, 0, axes.numbers().length);
    meta.writeVLong(part(numbers, data));
  }

  private static @Nullable Axes axes(DataInput meta, Regions data, int count) throws IOException {
    int dimension = meta.readVInt();
    if (dimension == 0) {
      return null;
    }
    float[] numbers = new float[Math.multiplyExact(dimension, count)];
    MemorySegment memory = data.region(meta.readVLong(), (long) numbers.length * Float.BYTES);
    MemorySegment.copy(memory, FLOAT, 0, numbers, 0, numbers.length);
    return new Axes(dimension, count, numbers);
  }

  /// How many rows are loose, or -1 where there are no bounds.
  private static void write(@Nullable Bounds bounds, IndexOutput meta, IndexOutput data)
      throws IOException {
    meta.writeInt(bounds == null ? NO_BOUNDS : bounds.looseCount());
    if (bounds != null) {
      meta.writeInt(Float.floatToRawIntBits(bounds.longest()));
      meta.writeInt(Float.floatToRawIntBits(bounds.farthest()));
      meta.writeInt(Float.floatToRawIntBits(bounds.widest()));
      meta.writeVLong(part(bounds.loose(), data));
    }
  }

  private static @Nullable Bounds bounds(DataInput meta, Regions data) throws IOException {
    int loose = meta.readInt();
    if (loose == NO_BOUNDS) {
      return null;
    }
    float longest = Float.intBitsToFloat(meta.readInt());
    float farthest = Float.intBitsToFloat(meta.readInt());
    float widest = Float.intBitsToFloat(meta.readInt());
    return new Bounds(
        longest, farthest, widest, data.region(meta.readVLong(), (long) loose * Integer.BYTES));
  }

  private static long part(MemorySegment memory, IndexOutput data) throws IOException {
    long begin = data.alignFilePointer(LINE);
    byte[] piece = new byte[PIECE];
    for (long at = 0; at < memory.byteSize(); at += PIECE) {
      int length = (int) Math.min(PIECE, memory.byteSize() - at);
      MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, piece, 0, length);
      data.writeBytes(piece, length);
    }
    return begin;
  }

  /// @throws CorruptIndexException when the numbers don't fit each other or the file
  static Graph read(DataInput meta, int version, Regions data) throws IOException {
    int coded = meta.readVInt();
    float scale = Float.intBitsToFloat(meta.readInt());
    Axes axes = version == OLDEST ? null : axes(meta, data, coded);
    Quantiser quantiser = new Quantiser(axes, coded, scale);
    int size = meta.readVInt();
    int top = meta.readVInt();
    MemorySegment memory = data.region(meta.readVLong(), (long) size * quantiser.width());
    Codes codes = new Codes(quantiser, memory, version < BOUNDED ? null : bounds(meta, data));
    Links ground = links(meta, data, size, Graph.DEGREE);
    int levels = meta.readVInt();
    if (levels > MOST_LEVELS) {
      throw new CorruptIndexException(
          "got %d levels, expected at most %d".formatted(levels, MOST_LEVELS), meta);
    }
    List<Level> upper = new ArrayList<>();
    for (int i = 0; i < levels; i++) {
      upper.add(level(meta, data));
    }
    int highest = upper.isEmpty() ? size : upper.getLast().size();
    if (top >= highest) {
      throw new CorruptIndexException(
          "got entry %d, expected one of %d".formatted(top, highest), meta);
    }
    return new Graph(ground, upper, top, codes);
  }

  private static Level level(DataInput meta, Regions data) throws IOException {
    int size = meta.readVInt();
    MemorySegment rows = data.region(meta.readVLong(), (long) size * Integer.BYTES);
    MemorySegment belows = data.region(meta.readVLong(), (long) size * Integer.BYTES);
    return new Level(rows, belows, links(meta, data, size, Level.DEGREE));
  }

  private static Links links(DataInput meta, Regions data, int size, int degree)
      throws IOException {
    return new Links(data.region(meta.readVLong(), Links.bytes(size, degree)), size, degree);
  }
}
