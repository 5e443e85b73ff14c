package dev.kith.gallery.lucene.format1;

import dev.kith.gallery.lucene.kernel.Fours;
import dev.kith.gallery.lucene.kernel.Kernel;
import dev.kith.gallery.lucene.kernel.Panels;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// The rows of one segment, to be searched by scan or by walk. Both score by the same function over
/// floats. Thread-safe; good while the segment's reader is open.
public final class SegmentVectors {
  private static final int BLOCK = 256;
  private static final float ROUNDING = 0x1p-23f;

  private final Kernel kernel = Kernel.best();
  private final FloatRows rows;
  private final Codes codes;
  private final @Nullable Graph graph;
  private final ConcurrentLinkedDeque<Walk> walks = new ConcurrentLinkedDeque<>();

  /// Rows that are scanned.
  SegmentVectors(FloatRows rows, Codes codes) {
    this.rows = rows;
    this.codes = codes;
    this.graph = null;
  }

  /// Rows that are walked among.
  SegmentVectors(FloatRows rows, Graph graph) {
    this.rows = rows;
    this.codes = graph.codes();
    this.graph = graph;
  }

  /// Takes what a search finds.
  @FunctionalInterface
  public interface Finds {
    void accept(int row, float cosine);

    /// What is below it need not be handed on.
    default float floor() {
      return Float.NEGATIVE_INFINITY;
    }
  }

  /// How far to walk.
  ///
  /// @param beam rows kept in view, or subjects where a standing tells them
  /// @param rescored of them, how many get a score by floats
  /// @param visits rows that may be looked at
  public record Reach(int beam, int rescored, long visits) {}

  public int size() {
    return rows.size();
  }

  public float[] vector(int row) {
    float[] vector = new float[rows.dimension()];
    rows.read(row, vector);
    return vector;
  }

  public boolean hasGraph() {
    return graph != null;
  }

  /// Hands on, in order, every row whose score reaches the floor. Cost: 4 bytes of memory read for
  /// each dimension of each row, or those of its codes once the floor is high.
  public void scan(float[] query, Finds finds) {
    Codes.Look look = codes.look(query);
    if (look == null) {
      scanFloats(query, finds);
    } else {
      scan(look, query, finds);
    }
  }

  private void scan(Codes.Look look, float[] query, Finds finds) {
    int[] wanted = new int[BLOCK];
    float[] scores = new float[BLOCK];
    for (int first = 0; first < rows.size(); first += BLOCK) {
      int count = Math.min(BLOCK, rows.size() - first);
      float floor = finds.floor();
      int found = look.mayReach(floor - slack(), first, count, scores, wanted);
      kernel.floats(query, rows.memory(), wanted, found, scores);
      for (int i = 0; i < found; i++) {
        if (scores[i] >= floor) {
          finds.accept(wanted[i], scores[i]);
        }
      }
    }
  }

  /// Two sums of unit vectors in two orders differ by no more.
  private float slack() {
    return rows.dimension() * ROUNDING;
  }

  private void scanFloats(float[] query, Finds finds) {
    float[] scores = new float[BLOCK];
    for (int first = 0; first < rows.size(); first += BLOCK) {
      int count = Math.min(BLOCK, rows.size() - first);
      kernel.floats(query, rows.memory(), first, count, scores);
      float floor = finds.floor();
      for (int i = 0; i < count; i++) {
        if (scores[i] >= floor) {
          finds.accept(first + i, scores[i]);
        }
      }
    }
  }

  /// Scores every row against many queries, a matrix times a matrix, and hands on what reaches
  /// their floors, scored as everywhere else.
  ///
  /// @param panels the queries, to be picked for
  /// @param floors of the queries
  /// @param finds takes a row, a query and a score, and answers the query's new floor
  public void scan(Panels panels, List<float[]> queries, float[] floors, Panels.Sink finds) {
    float slack = slack();
    float[] lowered = new float[floors.length];
    for (int i = 0; i < floors.length; i++) {
      lowered[i] = floors[i] - slack;
    }
    float[] score = new float[1];
    for (int first = 0; first < rows.size(); first += BLOCK) {
      int begin = first;
      int count = Math.min(BLOCK, rows.size() - first);
      Fours block = Fours.of(rows.memory(), first, count, rows.dimension());
      for (int panel = 0; panel < panels.count(); panel++) {
        panels.offer(
            panel,
            block,
            lowered,
            (row, query, _) -> {
              kernel.floats(queries.get(query), rows.memory(), begin + row, 1, score);
              return finds.offer(begin + row, query, score[0]) - slack;
            });
      }
    }
  }

  /// Scores the first `count` of the wanted rows.
  public void score(float[] query, int[] wanted, int count, float[] scores) {
    kernel.floats(query, rows.memory(), wanted, count, scores);
  }

  /// Walks the graph and hands on the best visible rows of the best subjects.
  ///
  /// @param standing null where every row may be found and no two are of one subject
  /// @return false when the beam wasn't filled, by spent visits or by a graph in parts
  public boolean walk(float[] query, Reach reach, @Nullable Standing standing, Finds finds) {
    Walk walk = begin(query);
    walk.explore(walk.descend(0), Math.min(reach.beam(), size()), standing, reach.visits());
    boolean full = walk.beam().full();
    rescore(query, walk, reach.rescored(), standing, finds);
    walks.addFirst(walk);
    return full;
  }

  /// Looks at some rows by their codes and hands on the best visible ones of the best subjects:
  /// rows that lie apart are read in a third of the time that floats take.
  ///
  /// @param next the first wanted row from the given one on, or a negative number
  /// @param subjects that get a score by floats
  public void look(
      float[] query, IntUnaryOperator next, int subjects, Standing standing, Finds finds) {
    Walk walk = begin(query);
    walk.look(next, subjects, standing);
    rescore(query, walk, subjects, standing, finds);
    walks.addFirst(walk);
  }

  private Walk begin(float[] query) {
    Graph whole = graph;
    if (whole == null) {
      throw new IllegalStateException("a segment of %d rows has no graph".formatted(size()));
    }
    Walk walk = walks.pollFirst();
    if (walk == null) {
      walk = new Walk(whole);
    }
    walk.ask(query);
    return walk;
  }

  /// Hands on the beam from its best row until so many subjects were met.
  private void rescore(
      float[] query, Walk walk, int subjects, @Nullable Standing standing, Finds finds) {
    Beam beam = walk.beam();
    int[] wanted = new int[beam.size()];
    int count = 0;
    int met = 0;
    for (int i = 0; i < beam.size() && met < subjects; i++) {
      if (standing == null || standing.visible(beam.row(i))) {
        wanted[count++] = beam.row(i);
        met += beam.leads(i) ? 1 : 0;
      }
    }
    float[] scores = new float[count];
    kernel.floats(query, rows.memory(), wanted, count, scores);
    for (int i = 0; i < count; i++) {
      finds.accept(wanted[i], scores[i]);
    }
  }
}
