package dev.kith.tools.loss.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;

/// What one training step hands to a loss.
///
/// @param embeddings `[n, d]`, as the network gives them; a loss normalises where its formula says
///   so. Every array a loss makes belongs to this array's manager, so a trainer that closes it
///   after each step leaks nothing
/// @param labels the class of each row
/// @param memory rows of earlier steps that join the columns of pair losses, without gradient
/// @param step which step this is, from 0: annealing and random miners depend on it and on nothing
///   else
public record Batch(NDArray embeddings, Labels labels, Optional<Remembered> memory, long step) {

  /// Embeddings `[m, d]` of earlier steps, detached, and their labels.
  public record Remembered(NDArray embeddings, Labels labels) {
    public Remembered {
      requireRows(embeddings, labels);
    }
  }

  /// Throws `IllegalArgumentException` unless there is one label for each row.
  public Batch {
    requireRows(embeddings, labels);
  }

  public static Batch of(NDArray embeddings, Labels labels) {
    return new Batch(embeddings, labels, Optional.empty(), 0);
  }

  public Batch atStep(long step) {
    return new Batch(embeddings, labels, memory, step);
  }

  public Batch with(Remembered remembered) {
    return new Batch(embeddings, labels, Optional.of(remembered), step);
  }

  public int size() {
    return labels.size();
  }

  /// The batch's own rows, then the remembered ones: `[n + m, d]`.
  public NDArray columns() {
    return memory.map(m -> embeddings.concat(m.embeddings(), 0)).orElse(embeddings);
  }

  Labels columnLabels() {
    return memory.map(m -> labels.then(m.labels())).orElse(labels);
  }

  public NDManager manager() {
    return embeddings.getManager();
  }

  private static void requireRows(NDArray embeddings, Labels labels) {
    if (embeddings.getShape().dimension() != 2 || embeddings.size(0) != labels.size()) {
      throw new IllegalArgumentException(
          "got embeddings of shape "
              + embeddings.getShape()
              + " with "
              + labels.size()
              + " labels, expected [n, d] with n");
    }
  }
}
