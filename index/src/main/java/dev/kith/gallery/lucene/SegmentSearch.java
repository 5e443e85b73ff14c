package dev.kith.gallery.lucene;

import dev.kith.gallery.Search;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.lucene.format1.SegmentVectors;
import dev.kith.gallery.lucene.format1.Standing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One search's look at one segment: by walk where that is faster, else by scan, or by scan of what
/// a filter leaves.
final class SegmentSearch implements Standing {
  /// Templates a walk may score before a scan takes over.
  private static final long VISITS = 50_000;

  /// Where a filter admits a smaller share of the rows, they are scanned.
  private static final double FEW = 0.05;

  /// Where a filter admits a smaller share of the rows, only they are read.
  private static final double SOME = 0.3;

  /// Of a filter's share, what a beam of admitted rows is narrower by.
  private static final double NARROWER = 0.6;

  private static final int RESCORED = 32;
  private static final int RESCORED_SHARE = 3;
  private static final int BLOCK = 256;

  private final Segment segment;
  private final RowNumbers numbers;
  private final long base;
  private final View view;
  private final boolean hides;
  private final Admissions.@Nullable Rows admitted;
  private final Best best;

  /// @param base the place of the segment's first row
  SegmentSearch(
      Segment segment, long base, View view, Described.@Nullable Admitted filter, Best best) {
    this.segment = segment;
    this.numbers = segment.numbers();
    this.base = base;
    this.view = view;
    this.hides = view.hides();
    this.admitted = filter == null ? null : segment.admissions().of(filter);
    this.best = best;
  }

  @Override
  public int subject(int row) {
    return numbers.owner(row);
  }

  @Override
  public boolean visible(int row) {
    return (admitted == null || admitted.admits(row))
        && segment.live(row)
        && !(hides && view.changedSince(numbers.template(row), view.fresh().size()));
  }

  void search(float[] probe, Search search, int beam) {
    SegmentVectors vectors = segment.vectors();
    if (vectors == null) {
      return;
    }
    boolean walk =
        !search.exact()
            && vectors.hasGraph()
            && numbers.subjects() > beam
            && (admitted == null || admitted.count() >= FEW * numbers.rows());
    if (walk && walk(vectors, probe, search.limit(), beam)) {
      return;
    }
    if (admitted != null && admitted.count() < SOME * numbers.rows()) {
      scan(vectors, probe, admitted);
    } else {
      vectors.scan(probe, this::offer);
    }
  }

  private boolean walk(SegmentVectors vectors, float[] probe, int limit, int beam) {
    boolean plain =
        admitted == null && !hides && segment.whole() && numbers.subjects() == numbers.rows();
    int room = admitted == null ? beam : narrower(beam, admitted.count(), limit);
    int rescored = Math.max(RESCORED, RESCORED_SHARE * limit);
    return vectors.walk(
        probe,
        new SegmentVectors.Reach(room, rescored, VISITS),
        plain ? null : this,
        this::offerVisible);
  }

  /// A beam of admitted rows reaches further than one of all: fewer find as many of the best.
  /// Measured shares of the beam for the same recall, 100,000 x 128: .61 where half of the rows are
  /// admitted, .30 for a fifth, .23 for a tenth.
  private int narrower(int beam, int count, int limit) {
    double share = (double) count / numbers.rows();
    int narrower = (int) Math.ceil(beam * Math.pow(share, NARROWER));
    return Math.max(narrower, Math.min(beam, 2 * limit));
  }

  /// Takes a scored row, if it may be found.
  void offer(int row, float score) {
    if (score >= best.worst() && visible(row)) {
      offerVisible(row, score);
    }
  }

  private void offerVisible(int row, float score) {
    best.offer(numbers.subject(numbers.owner(row)), score, base + row);
  }

  private void scan(SegmentVectors vectors, float[] probe, Admissions.Rows few) {
    int[] wanted = new int[BLOCK];
    float[] scores = new float[BLOCK];
    int count = 0;
    for (int row = few.next(0); row >= 0; row = few.next(row + 1)) {
      wanted[count++] = row;
      if (count == BLOCK) {
        score(vectors, probe, wanted, count, scores);
        count = 0;
      }
    }
    score(vectors, probe, wanted, count, scores);
  }

  private void score(
      SegmentVectors vectors, float[] probe, int[] wanted, int count, float[] scores) {
    vectors.score(probe, wanted, count, scores);
    for (int i = 0; i < count; i++) {
      offer(wanted[i], scores[i]);
    }
  }

  /// Scores one subject's templates.
  void search(float[] probe, SubjectId subject) throws IOException {
    SegmentVectors vectors = segment.vectors();
    if (vectors != null) {
      float[] score = new float[1];
      segment.read(subject, row -> score(vectors, probe, new int[] {row}, 1, score));
    }
  }
}
