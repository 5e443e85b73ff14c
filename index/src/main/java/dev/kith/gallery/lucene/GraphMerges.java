package dev.kith.gallery.lucene;

import dev.kith.gallery.lucene.format1.Kith1VectorsFormat;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.jspecify.annotations.Nullable;

/// Sees to it that a large segment doesn't stay as it was flushed: merged alone, it gets its graph.
final class GraphMerges extends FilterMergePolicy {
  GraphMerges(MergePolicy inside) {
    super(inside);
  }

  @Override
  public @Nullable MergeSpecification findMerges(
      MergeTrigger trigger, SegmentInfos infos, MergeContext context) throws IOException {
    MergeSpecification found = in.findMerges(trigger, infos, context);
    return found == null ? alone(infos, context.getMergingSegments()) : found;
  }

  @Override
  public @Nullable MergeSpecification findForcedMerges(
      SegmentInfos infos, int most, Map<SegmentCommitInfo, Boolean> wanted, MergeContext context)
      throws IOException {
    MergeSpecification found = in.findForcedMerges(infos, most, wanted, context);
    return found == null ? alone(infos, context.getMergingSegments()) : found;
  }

  private static @Nullable MergeSpecification alone(
      SegmentInfos infos, Set<SegmentCommitInfo> merging) {
    MergeSpecification alone = new MergeSpecification();
    for (SegmentCommitInfo each : infos) {
      boolean flushed = "flush".equals(each.info.getDiagnostics().get("source"));
      if (flushed
          && each.info.maxDoc() >= Kith1VectorsFormat.GRAPH_FROM
          && !merging.contains(each)) {
        alone.add(new OneMerge(List.of(each)));
      }
    }
    return alone.merges.isEmpty() ? null : alone;
  }
}
