package dev.kith.gallery.lucene;

import dev.kith.gallery.Search;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.lucene.format1.SegmentVectors;
import dev.kith.gallery.lucene.format1.Standing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One search's look at one segment: by walk where that is faster, else by scan, or by scan of what
/// a filter leaves.
final class SegmentSearch implements Standing, SegmentVectors.Finds {
  /// Templates a walk may score before a scan takes over.
  private static final long VISITS = 50_000;

  /// Where a filter admits a smaller share of the rows, only they are read.
  private static final double SOME = 0.3;

  /// The power of the share of rows that a beam is narrower by.
  private static final double NARROWER = 0.7;

  /// Rows that are scanned in the time that a walk takes for each place of its beam, and such
  /// places in the time that it takes to get there.
  private static final int SCANNED = 40;

  private static final int DESCENT = 40;

  /// Rows that a filter leaves up to which their floats are read at once.
  private static final int SCATTERED = 512;

  private static final int RESCORED = 64;
  private static final int RESCORED_SHARE = 6;
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
  public boolean single() {
    return numbers.subjects() == numbers.rows();
  }

  @Override
  public boolean visible(int row) {
    return (admitted == null || admitted.admits(row))
        && segment.live(row)
        && !(hides && view.changedSince(numbers.template(row), view.fresh().size()));
  }

  void search(float[] probe, Search search, int beam) {
    int room = search.exact() || beam == Effort.EXACT ? Effort.EXACT : room(beam, search.limit());
    look(probe, search.limit(), room, worthAWalk(room));
  }

  /// A walk also where a scan is as fast.
  void walk(float[] probe, Search search, int beam) {
    int room = room(beam, search.limit());
    look(probe, search.limit(), room, numbers.subjects() > room);
  }

  private void look(float[] probe, int limit, int room, boolean byWalk) {
    SegmentVectors vectors = segment.vectors();
    if (vectors == null) {
      return;
    }
    boolean graph = vectors.hasGraph() && room != Effort.EXACT;
    if (graph && byWalk && walk(vectors, probe, limit, room)) {
      return;
    }
    if (admitted == null || admitted.count() >= SOME * numbers.rows()) {
      vectors.scan(probe, this);
    } else if (graph && admitted.count() > SCATTERED) {
      vectors.look(probe, admitted::next, rescored(limit), this, this::acceptVisible);
    } else {
      scan(vectors, probe, admitted);
    }
  }

  /// A place of the beam is a subject's, and takes the longer the more templates that has: with 50
  /// of them, 5 times as long as with one. With a filter, a walk looks at more rows the fewer of
  /// them are admitted; a scan at all that are.
  private boolean worthAWalk(int room) {
    double rows = numbers.rows();
    if (admitted == null) {
      double templates = rows / numbers.subjects();
      return numbers.subjects() > room && rows > SCANNED * (DESCENT + room * Math.sqrt(templates));
    }
    double count = admitted.count();
    return count * count / rows > (double) SCANNED * room;
  }

  private static int rescored(int limit) {
    return Math.max(RESCORED, RESCORED_SHARE * limit);
  }

  private boolean walk(SegmentVectors vectors, float[] probe, int limit, int room) {
    boolean plain = admitted == null && !hides && segment.whole() && single();
    return vectors.walk(
        probe,
        new SegmentVectors.Reach(room, rescored(limit), VISITS),
        plain ? null : this,
        this::acceptVisible);
  }

  /// How wide a beam is here for the recall that the beam has where a gallery is one segment: a
  /// beam of visible rows reaches further than one of all, and a part of the gallery holds a part
  /// of the best. Measured on 100,000 x 128: .61 of the beam are enough where half of the rows are
  /// admitted, .30 for a fifth, .23 for a tenth; of parts, .7 is the power that is fastest for the
  /// same recall.
  private int room(int beam, int limit) {
    double visible = admitted == null ? segment.templates() : admitted.count();
    double share = visible / view.rows();
    return Math.max((int) Math.ceil(beam * Math.pow(share, NARROWER)), Math.min(beam, 2 * limit));
  }

  /// Takes a scored row, if it may be found.
  @Override
  public void accept(int row, float score) {
    if (score >= best.worst() && visible(row)) {
      acceptVisible(row, score);
    }
  }

  @Override
  public float floor() {
    return best.worst();
  }

  private void acceptVisible(int row, float score) {
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
      accept(wanted[i], scores[i]);
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
