package dev.kith.gallery.bridge;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.ejml.data.DMatrixRMaj;

/// Samples that were embedded in both spaces. Not thread-safe.
public final class Pairs {
  private final Space from;
  private final Space to;
  private final List<Pair> pairs = new ArrayList<>();

  /// @param identity who the sample is of: what is learned and what is measured share nobody
  public record Pair(Embedding from, Embedding to, long identity) {}

  public Pairs(Space from, Space to) {
    this.from = from;
    this.to = to;
  }

  public void add(Pair pair) {
    pairs.add(pair);
  }

  /// The same samples, the other way round.
  public Pairs reversed() {
    Pairs reversed = new Pairs(to, from);
    pairs.forEach(each -> reversed.add(new Pair(each.to(), each.from(), each.identity())));
    return reversed;
  }

  public int size() {
    return pairs.size();
  }

  Space from() {
    return from;
  }

  Space to() {
    return to;
  }

  List<Pair> all() {
    return pairs;
  }

  Pairs where(Predicate<Pair> wanted) {
    Pairs some = new Pairs(from, to);
    pairs.stream().filter(wanted).forEach(some::add);
    return some;
  }

  /// One row a pair.
  DMatrixRMaj fromRows() {
    return rows(from, pairs.stream().map(Pair::from).toList());
  }

  DMatrixRMaj toRows() {
    return rows(to, pairs.stream().map(Pair::to).toList());
  }

  private static DMatrixRMaj rows(Space space, List<Embedding> embeddings) {
    DMatrixRMaj rows = new DMatrixRMaj(embeddings.size(), space.dimension());
    for (int row = 0; row < embeddings.size(); row++) {
      float[] values = embeddings.get(row).toArray();
      for (int i = 0; i < values.length; i++) {
        rows.set(row, i, values[i]);
      }
    }
    return rows;
  }
}
