package dev.kith.gallery.lucene.format1;

import dev.kith.gallery.Space;
import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/// Float vectors with an HNSW graph (Malkov and Yashunin 2018), stored as Lucene 9.9's format
/// stores them, under a name of our own so that what is inside can change, and with up to 4,096
/// dimensions. Segments under [#GRAPH_FROM] vectors have no graph and are scanned: they are written
/// at the speed of the disk, and merging builds their graph behind.
public final class Kith1VectorsFormat extends KnnVectorsFormat {
  public static final String NAME = "Kith1";
  public static final int GRAPH_FROM = 10_000;
  private static final int NEIGHBOURS = 16;
  private static final int BUILD_BEAM = 100;

  private final KnnVectorsFormat inside =
      new Lucene99HnswVectorsFormat(NEIGHBOURS, BUILD_BEAM, GRAPH_FROM);

  /// Called by Lucene's service loader.
  public Kith1VectorsFormat() {
    super(NAME);
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return inside.fieldsWriter(state);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return inside.fieldsReader(state);
  }

  @Override
  public int getMaxDimensions(String field) {
    return Space.LARGEST_DIMENSION;
  }
}
