package dev.kith.gallery.lucene;

import dev.kith.gallery.lucene.format1.Kith1VectorsFormat;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;

/// How generations are written: Lucene's codec with our vectors format, merges behind that never
/// hold up a writer.
final class Codecs {
  private static final double HUGE_SEGMENT_MB = 1 << 20;
  private static final int WAITING_MERGES = 1000;

  private Codecs() {}

  static IndexWriterConfig config(double bufferMb) {
    TieredMergePolicy merges = new TieredMergePolicy();
    merges.setMaxMergedSegmentMB(HUGE_SEGMENT_MB);
    merges.setSegmentsPerTier(6);
    merges.setNoCFSRatio(0);
    ConcurrentMergeScheduler scheduler = new ConcurrentMergeScheduler();
    scheduler.setMaxMergesAndThreads(
        WAITING_MERGES, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    return new IndexWriterConfig(null)
        .setCodec(codec())
        .setUseCompoundFile(false)
        .setMergePolicy(merges)
        .setMergeScheduler(scheduler)
        .setRAMBufferSizeMB(bufferMb)
        .setCommitOnClose(false);
  }

  private static Codec codec() {
    KnnVectorsFormat vectors = new Kith1VectorsFormat();
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return vectors;
      }
    };
  }
}
