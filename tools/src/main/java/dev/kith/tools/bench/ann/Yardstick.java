package dev.kith.tools.bench.ann;

import dev.kith.gallery.Filter;
import dev.kith.gallery.Search;
import dev.kith.gallery.Space;
import dev.kith.gallery.lucene.LuceneGenerations;
import dev.kith.tools.source.Source;
import java.io.IOException;
import java.nio.file.Path;

/// Generated vectors for measurements of other things than an index alone: what to import, what to
/// ask, how well that was answered, and what the same searches cost in this process.
public final class Yardstick {
  private final Task task;
  private final Truth truth;

  private Yardstick(Task task) {
    this.task = task;
    this.truth = Truth.of(task);
  }

  /// Identity-like vectors; half of the queries are of strangers.
  ///
  /// @param size as SUBJECTSxTEMPLATESxDIMENSION
  public static Yardstick generated(String size, int queries, long seed) {
    return new Yardstick(Task.generated(Size.parse(size), queries, seed));
  }

  public int vectors() {
    return task.base().count();
  }

  public int dimension() {
    return task.base().dimension();
  }

  public int queries() {
    return task.queries().count();
  }

  /// A unit vector.
  public float[] query(int number) {
    return task.queries().row(number).clone();
  }

  /// All vectors with their subjects, to be read once.
  public Source source() {
    return new TaskSource(task);
  }

  /// Whoever answers queries.
  public interface Answering {
    /// Scores of the subjects found, best first.
    float[] scores(float[] query) throws IOException;
  }

  /// The share of the ten best subjects that are found; asks each query once.
  public double recall(Answering answering) throws IOException {
    return Hits.of(new Asked(answering), task, truth).subjects();
  }

  private record Asked(Answering answering) implements Engine.Searching {
    @Override
    public Found search(float[] query) throws IOException {
      float[] scores = answering.scores(query);
      return new Found(scores, scores, true);
    }

    @Override
    public void close() {
      // whoever answers goes on
    }
  }

  /// Searches in this process.
  public record InProcess(
      double queriesPerSecond,
      double cpuSecondsPerQuery,
      double p50Micros,
      double p99Micros,
      double subjectRecallAt10) {}

  /// Searches a generation that holds the vectors, on as many threads as there are cores.
  ///
  /// @param directory of a generation that no one else has open
  /// @param warmUp seconds of searching that aren't counted
  public InProcess search(
      Path directory, int number, Space space, int beam, double warmUp, double seconds)
      throws IOException {
    Asking asking = new Asking(task.queries(), Runtime.getRuntime().availableProcessors());
    try (KithSearching open =
        new KithSearching(
            new LuceneGenerations(beam).open(directory, number, space),
            new Search(Truth.DEPTH, Filter.EVERYBODY, false))) {
      double recall = Hits.of(open, task, truth).subjects();
      Pace _ = asking.run(open, warmUp);
      Pace pace = asking.run(open, seconds);
      return new InProcess(
          pace.queriesPerSecond(),
          pace.cpuSecondsPerQuery(),
          pace.micros(0.5),
          pace.micros(0.99),
          recall);
    }
  }
}
