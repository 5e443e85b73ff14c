package dev.kith.gallery.lucene;

import dev.kith.gallery.lucene.format1.Kith1VectorsFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.jspecify.annotations.Nullable;

/// Keeps a gallery's graphs few. The largest segment takes all others in once they amount to a part
/// of it: its graph is kept and only theirs is built, whereas merges of equals, as text likes them,
/// build half of their graph anew. And neither the largest nor any other large segment stays as it
/// was flushed: merged alone, it gets its graph.
final class GraphMerges extends FilterMergePolicy {
  /// Of the largest segment's documents. A document that comes is written again with some twenty
  /// others.
  private static final double TAKEN_IN = 0.05;

  /// Documents that are too many to be scanned until the largest segment takes them in.
  private static final int LARGE = 10_000;

  GraphMerges(MergePolicy inside) {
    super(inside);
  }

  @Override
  public @Nullable MergeSpecification findMerges(
      MergeTrigger trigger, SegmentInfos infos, MergeContext context) throws IOException {
    MergeSpecification takenIn = takenIn(infos, context);
    if (takenIn != null) {
      return takenIn;
    }
    MergeSpecification found = in.findMerges(trigger, infos, context);
    return found == null ? alone(infos, context) : found;
  }

  @Override
  public @Nullable MergeSpecification findForcedMerges(
      SegmentInfos infos, int most, Map<SegmentCommitInfo, Boolean> wanted, MergeContext context)
      throws IOException {
    MergeSpecification found = in.findForcedMerges(infos, most, wanted, context);
    return found == null ? alone(infos, context) : found;
  }

  private static @Nullable MergeSpecification takenIn(SegmentInfos infos, MergeContext context)
      throws IOException {
    SegmentCommitInfo largest = largest(infos, context);
    Set<SegmentCommitInfo> merging = context.getMergingSegments();
    if (largest == null || merging.contains(largest)) {
      return null;
    }
    List<SegmentCommitInfo> together = new ArrayList<>();
    long all = 0;
    for (SegmentCommitInfo each : infos) {
      if (!merging.contains(each)) {
        together.add(each);
        all += live(each, context);
      }
    }
    if (all < Kith1VectorsFormat.GRAPH_FROM || all < (1 + TAKEN_IN) * live(largest, context)) {
      return null;
    }
    MergeSpecification found = new MergeSpecification();
    found.add(new OneMerge(together));
    return found;
  }

  private static @Nullable SegmentCommitInfo largest(SegmentInfos infos, MergeContext context)
      throws IOException {
    SegmentCommitInfo largest = null;
    for (SegmentCommitInfo each : infos) {
      largest = largest == null || live(each, context) > live(largest, context) ? each : largest;
    }
    return largest;
  }

  private static int live(SegmentCommitInfo segment, MergeContext context) throws IOException {
    return segment.info.maxDoc() - context.numDeletesToMerge(segment);
  }

  private static @Nullable MergeSpecification alone(SegmentInfos infos, MergeContext context)
      throws IOException {
    SegmentCommitInfo largest = largest(infos, context);
    MergeSpecification alone = new MergeSpecification();
    for (SegmentCommitInfo each : infos) {
      boolean flushed = "flush".equals(each.info.getDiagnostics().get("source"));
      int wanted = each.equals(largest) ? Kith1VectorsFormat.GRAPH_FROM : LARGE;
      if (flushed && each.info.maxDoc() >= wanted && !context.getMergingSegments().contains(each)) {
        alone.add(new OneMerge(List.of(each)));
      }
    }
    return alone.merges.isEmpty() ? null : alone;
  }
}
