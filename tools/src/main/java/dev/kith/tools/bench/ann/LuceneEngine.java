package dev.kith.tools.bench.ann;

import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;

/// Lucene's own HNSW on floats, merged into one segment, with its own defaults: M 16, beam 100 when
/// building.
final class LuceneEngine implements Engine {
  private static final String VECTOR = "vector";
  private static final int LINKS = 16;
  private static final int BUILD_BEAM = 100;
  private static final double BUFFER_MB = 1024;

  @Override
  public String name() {
    return "lucene";
  }

  @Override
  public void build(Path directory, Task task) throws IOException {
    if (task.base().dimension() > KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS) {
      throw new CommandFailure(
          "stock Lucene takes up to %d dimensions, got %d: leave out --engines lucene"
              .formatted(KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS, task.base().dimension()));
    }
    int cores = Runtime.getRuntime().availableProcessors();
    try (ExecutorService workers = Executors.newFixedThreadPool(cores);
        FSDirectory files = FSDirectory.open(directory.resolve("lucene"));
        IndexWriter writer = new IndexWriter(files, config(cores, workers))) {
      for (int i = 0; i < task.base().count(); i++) {
        Document document = new Document();
        document.add(
            new KnnFloatVectorField(
                VECTOR, task.base().row(i), VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
      }
      writer.getConfig().setMergePolicy(new TieredMergePolicy());
      writer.forceMerge(1);
      writer.commit();
    }
  }

  private static IndexWriterConfig config(int cores, ExecutorService workers) {
    KnnVectorsFormat format =
        cores > 1
            ? new Lucene99HnswVectorsFormat(LINKS, BUILD_BEAM, cores, workers)
            : new Lucene99HnswVectorsFormat(LINKS, BUILD_BEAM);
    return new IndexWriterConfig(null)
        .setRAMBufferSizeMB(BUFFER_MB)
        .setUseCompoundFile(false)
        .setMergePolicy(NoMergePolicy.INSTANCE)
        .setCodec(
            new Lucene104Codec() {
              @Override
              public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return format;
              }
            });
  }

  @Override
  public Searching open(Path directory, Task task, int beam) throws IOException {
    DirectoryReader reader = DirectoryReader.open(FSDirectory.open(directory.resolve("lucene")));
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    return new Searching() {
      @Override
      public Found search(float[] query) throws IOException {
        ScoreDoc[] hits =
            searcher.search(
                    new KnnFloatVectorQuery(VECTOR, query, Math.max(beam, Truth.DEPTH)),
                    Truth.DEPTH)
                .scoreDocs;
        return found(hits, task.subjects());
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }

  /// Lucene's score of a dot product is (1 + dot) / 2.
  private static Found found(ScoreDoc[] hits, Owners owners) {
    float[] templates = new float[hits.length];
    float[] subjects = new float[hits.length];
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < hits.length; i++) {
      templates[i] = 2 * hits[i].score - 1;
      if (seen.add(owners.of(hits[i].doc))) {
        subjects[seen.size() - 1] = templates[i];
      }
    }
    return new Found(templates, Arrays.copyOf(subjects, seen.size()), false);
  }

  @Override
  public int segments(Path directory, Task task) throws IOException {
    try (DirectoryReader reader =
        DirectoryReader.open(FSDirectory.open(directory.resolve("lucene")))) {
      return reader.leaves().size();
    }
  }
}
