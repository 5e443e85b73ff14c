package dev.kith.gallery.lucene.format1;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/// Serves flat rows through Lucene's flat reader, and graphs from mapped memory.
public final class Kith1VectorsReader extends KnnVectorsReader {
  private final FlatVectorsReader flat;
  private final SegmentReadState state;
  private final IndexInput data;
  private final Regions regions;
  private final Map<String, Graph> graphs = new HashMap<>();
  private final Map<String, Opened> opened = new ConcurrentHashMap<>();

  Kith1VectorsReader(SegmentReadState state, FlatVectorsReader flat) throws IOException {
    this.flat = flat;
    this.state = state;
    IndexInput opened = null;
    try {
      opened = open();
      data = opened;
      regions = new Regions(data);
      readMeta();
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(flat, opened);
      throw e;
    }
  }

  private IndexInput open() throws IOException {
    IndexInput in = state.directory.openInput(name(GraphFiles.DATA), state.context);
    try {
      CodecUtil.checkIndexHeader(
          in,
          GraphFiles.DATA_CODEC,
          GraphFiles.OLDEST,
          GraphFiles.VERSION,
          state.segmentInfo.getId(),
          state.segmentSuffix);
      CodecUtil.retrieveChecksum(in);
      return in;
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(in);
      throw e;
    }
  }

  private String name(String extension) {
    return GraphFiles.name(state.segmentInfo.name, state.segmentSuffix, extension);
  }

  private void readMeta() throws IOException {
    try (ChecksumIndexInput meta = state.directory.openChecksumInput(name(GraphFiles.META))) {
      int version =
          CodecUtil.checkIndexHeader(
              meta,
              GraphFiles.META_CODEC,
              GraphFiles.OLDEST,
              GraphFiles.VERSION,
              state.segmentInfo.getId(),
              state.segmentSuffix);
      for (int number = meta.readInt(); number != GraphFiles.NO_FIELD; number = meta.readInt()) {
        FieldInfo field = state.fieldInfos.fieldInfo(number);
        if (field == null) {
          throw new CorruptIndexException("got a graph of the unknown field " + number, meta);
        }
        graphs.put(field.name, GraphFiles.read(meta, version, regions));
      }
      CodecUtil.checkFooter(meta);
    }
  }

  @Nullable Graph graph(String field) {
    return graphs.get(field);
  }

  /// What searches a field's rows without Lucene's collectors; good until this is closed.
  public SegmentVectors vectors(String field) throws IOException {
    Opened known = opened.get(field);
    if (known == null) {
      Opened fresh = new Opened(flat.getFloatVectorValues(field), graphs.get(field));
      known = opened.putIfAbsent(field, fresh);
      if (known == null) {
        known = fresh;
      } else {
        fresh.close();
      }
    }
    return known.vectors;
  }

  /// A field that is searched. Where it has no graph, codes of its rows are made, outside the heap.
  private static final class Opened implements AutoCloseable {
    private final FlatRows rows;
    private final Arena memory = Arena.ofShared();
    private final SegmentVectors vectors;

    Opened(FloatVectorValues values, @Nullable Graph graph) throws IOException {
      rows = new FlatRows(values);
      vectors =
          graph == null
              ? new SegmentVectors(rows.rows(), codes())
              : new SegmentVectors(rows.rows(), graph);
    }

    private Codes codes() throws IOException {
      Quantiser quantiser = Quantiser.ofNumbers(rows.rows());
      return Codes.of(rows.rows(), quantiser, memory, Parallel.alone());
    }

    @Override
    public void close() {
      memory.close();
      rows.close();
    }
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String field) throws IOException {
    return flat.getFloatVectorValues(field);
  }

  @Override
  public ByteVectorValues getByteVectorValues(String field) throws IOException {
    return flat.getByteVectorValues(field);
  }

  @Override
  public void search(String field, float[] target, KnnCollector collector, AcceptDocs accepted)
      throws IOException {
    RandomVectorScorer scorer = flat.getRandomVectorScorer(field, target);
    Bits rowsAccepted = scorer.getAcceptOrds(accepted.bits());
    Graph graph = graphs.get(field);
    if (graph == null) {
      Collecting.scan(scorer, rowsAccepted, collector);
    } else {
      Collecting.walk(graph, target, scorer, rowsAccepted, collector);
    }
  }

  @Override
  public void search(String field, byte[] target, KnnCollector collector, AcceptDocs accepted)
      throws IOException {
    RandomVectorScorer scorer = flat.getRandomVectorScorer(field, target);
    Collecting.scan(scorer, scorer.getAcceptOrds(accepted.bits()), collector);
  }

  @Override
  public KnnVectorsReader getMergeInstance() {
    return this;
  }

  @Override
  public Map<String, Long> getOffHeapByteSize(FieldInfo field) {
    Graph graph = graphs.get(field.name);
    return graph == null
        ? flat.getOffHeapByteSize(field)
        : mergeOffHeapByteSizeMaps(
            flat.getOffHeapByteSize(field), Map.of(GraphFiles.DATA, graph.bytes()));
  }

  @Override
  public void checkIntegrity() throws IOException {
    flat.checkIntegrity();
    CodecUtil.checksumEntireFile(data);
  }

  @Override
  public void close() throws IOException {
    regions.close();
    opened.values().forEach(Opened::close);
    IOUtils.close(flat, data);
  }
}
