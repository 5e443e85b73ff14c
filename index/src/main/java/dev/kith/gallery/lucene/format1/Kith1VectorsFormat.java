package dev.kith.gallery.lucene.format1;

import dev.kith.gallery.Space;
import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99FlatVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/// Float rows as Lucene's flat format stores them and, beside them, codes and a graph of our own,
/// for up to 4,096 dimensions. New segments are flat, so that a refresh is as fast as the disk;
/// merging builds their graph behind, when they have at least [#GRAPH_FROM] rows, and reuses the
/// largest graph among the merged.
///
/// On disk and in the page cache, a row of d floats takes 4d bytes, with a graph 137 more and those
/// of its codes: as many as it takes axes ([Axes], 64 to d / 2), or d (rounded up to 64) where rows
/// fill all directions. Nothing of it is on the heap but the axes. Rows without a graph have codes
/// ([Codes]) outside the heap while they are searched: d bytes, rounded up to 64.
public final class Kith1VectorsFormat extends KnnVectorsFormat {
  public static final String NAME = "Kith1";

  /// Fewer rows are scanned in the time that a walk would take or, of up to 512 numbers each, in a
  /// tenth of a millisecond more.
  public static final int GRAPH_FROM = 2_000;

  private final FlatVectorsFormat flat =
      new Lucene99FlatVectorsFormat(FlatVectorScorerUtil.getLucene99FlatVectorsScorer());
  private final int threads;

  /// Called by Lucene's service loader.
  public Kith1VectorsFormat() {
    this(1);
  }

  /// @param threads that build a graph
  public Kith1VectorsFormat(int threads) {
    super(NAME);
    this.threads = threads;
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return new Kith1VectorsWriter(state, flat, threads);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return new Kith1VectorsReader(state, flat.fieldsReader(state));
  }

  @Override
  public int getMaxDimensions(String field) {
    return Space.LARGEST_DIMENSION;
  }
}
