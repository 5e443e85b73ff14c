package dev.kith.gallery.lucene.format1;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnFieldVectorsWriter;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.IOUtils;

/// Writes flat rows first; once they are on disk, a merge builds graphs over them.
final class Kith1VectorsWriter extends KnnVectorsWriter {
  private static final long SEED = 42;

  private final SegmentWriteState state;
  private final FlatVectorsFormat format;
  private final FlatVectorsWriter flat;
  private final int threads;
  private final Map<FieldInfo, MergeState> merged = new HashMap<>();

  Kith1VectorsWriter(SegmentWriteState state, FlatVectorsFormat format, int threads)
      throws IOException {
    this.state = state;
    this.format = format;
    this.flat = format.fieldsWriter(state);
    this.threads = threads;
  }

  @Override
  public KnnFieldVectorsWriter<?> addField(FieldInfo field) throws IOException {
    return flat.addField(field);
  }

  @Override
  public void flush(int maxDoc, Sorter.DocMap sortMap) throws IOException {
    flat.flush(maxDoc, sortMap);
  }

  @Override
  public IORunnable mergeOneField(FieldInfo field, MergeState merge) throws IOException {
    flat.mergeOneFlatVectorField(field, merge);
    if (field.getVectorEncoding() == VectorEncoding.FLOAT32
        && field.getVectorSimilarityFunction() == VectorSimilarityFunction.DOT_PRODUCT) {
      merged.put(field, merge);
    }
    return () -> {
      // graphs are built once the rows can be read
    };
  }

  @Override
  public void finish() throws IOException {
    flat.finish();
    flat.close();
    String segment = state.segmentInfo.name;
    try (IndexOutput meta = output(segment, GraphFiles.META, GraphFiles.META_CODEC);
        IndexOutput data = output(segment, GraphFiles.DATA, GraphFiles.DATA_CODEC)) {
      for (FieldInfo field : graphed()) {
        MergeState merge = merged.get(field);
        if (merge != null) {
          graph(field, merge, meta, data);
        }
      }
      meta.writeInt(GraphFiles.NO_FIELD);
      CodecUtil.writeFooter(meta);
      CodecUtil.writeFooter(data);
    }
  }

  private List<FieldInfo> graphed() {
    List<FieldInfo> fields = new ArrayList<>(merged.keySet());
    fields.sort((a, b) -> Integer.compare(a.number, b.number));
    return fields;
  }

  private IndexOutput output(String segment, String extension, String codec) throws IOException {
    IndexOutput out =
        state.directory.createOutput(
            GraphFiles.name(segment, state.segmentSuffix, extension), state.context);
    CodecUtil.writeIndexHeader(
        out, codec, GraphFiles.VERSION, state.segmentInfo.getId(), state.segmentSuffix);
    return out;
  }

  private void graph(FieldInfo field, MergeState merge, IndexOutput meta, IndexOutput data)
      throws IOException {
    SegmentReadState written =
        new SegmentReadState(
            state.directory,
            state.segmentInfo,
            state.fieldInfos,
            IOContext.DEFAULT,
            state.segmentSuffix);
    try (FlatVectorsReader reader = format.fieldsReader(written)) {
      FloatVectorValues values = reader.getFloatVectorValues(field.name);
      if (values.size() < Kith1VectorsFormat.GRAPH_FROM) {
        return;
      }
      try (FlatRows rows = new FlatRows(values);
          Arena memory = Arena.ofShared()) {
        Parallel parallel = new Parallel(threads, merge::checkAborted);
        GraphBuilder builder =
            new GraphBuilder(rows.rows(), Merged.reuse(field, merge, values), parallel);
        meta.writeInt(field.number);
        GraphFiles.write(builder.build(memory, SEED), meta, data);
      }
    }
  }

  @Override
  public long ramBytesUsed() {
    return flat.ramBytesUsed();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(flat);
  }
}
