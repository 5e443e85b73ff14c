package dev.kith.gallery.lucene;

import dev.kith.gallery.lucene.format1.Kith1VectorsFormat;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.TieredMergePolicy;

/// How generations are written: Lucene's codec with our vectors format, merges behind that never
/// hold up a writer.
final class Codecs {
  private static final double HUGE_SEGMENT_MB = 1 << 20;
  private static final int WAITING_MERGES = 1000;

  private Codecs() {}

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  /// For steady changes: merges behind, on half of the cores.
  static IndexWriterConfig steady(double bufferMb) {
    return config(bufferMb, Math.max(1, CORES / 2)).setMergePolicy(merges());
  }

  /// For a load of everything at once: no merge before it is asked for.
  ///
  /// @param share of the cores that graphs are built on
  static IndexWriterConfig bulk(double bufferMb, double share) {
    return config(bufferMb, (int) Math.max(1, Math.ceil(share * CORES)))
        .setMergePolicy(NoMergePolicy.INSTANCE);
  }

  static MergePolicy merges() {
    TieredMergePolicy merges = new TieredMergePolicy();
    merges.setMaxMergedSegmentMB(HUGE_SEGMENT_MB);
    merges.setSegmentsPerTier(6);
    merges.setNoCFSRatio(0);
    return new GraphMerges(merges);
  }

  private static IndexWriterConfig config(double bufferMb, int threads) {
    ConcurrentMergeScheduler scheduler = new ConcurrentMergeScheduler();
    scheduler.setMaxMergesAndThreads(WAITING_MERGES, Math.max(1, CORES / 2));
    return new IndexWriterConfig(null)
        .setCodec(codec(threads))
        .setUseCompoundFile(false)
        .setMergeScheduler(scheduler)
        .setRAMBufferSizeMB(bufferMb)
        .setCommitOnClose(false);
  }

  private static Codec codec(int threads) {
    KnnVectorsFormat vectors = new Kith1VectorsFormat(threads);
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return vectors;
      }
    };
  }
}
