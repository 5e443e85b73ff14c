package dev.kith.gallery;

import java.util.Collection;
import java.util.Optional;

/// The mean direction of a subject's embeddings (as the prototypes of Snell, Swersky and Zemel
/// 2017, on the sphere). Not thread-safe.
public final class Centroid {
  private final float[] sum;

  public Centroid(int dimension) {
    sum = new float[dimension];
  }

  /// Of embeddings of one space, bridged where the first one is; empty where they cancel each other
  /// out, or where there are none.
  public static Optional<Embedding> of(Collection<Embedding> embeddings) {
    if (embeddings.size() <= 1) {
      return embeddings.stream().findFirst();
    }
    Embedding first = embeddings.iterator().next();
    Centroid centroid = new Centroid(first.space().dimension());
    embeddings.forEach(each -> centroid.add(each.toArray()));
    if (centroid.length() == 0) {
      return Optional.empty();
    }
    Embedding unit = Embedding.of(first.space(), centroid.sum);
    return Optional.of(first.bridged() ? unit.asBridged() : unit);
  }

  /// @param unit of length 1
  public void add(float[] unit) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += unit[i];
    }
  }

  private double length() {
    double squares = 0;
    for (float each : sum) {
      squares += (double) each * each;
    }
    return Math.sqrt(squares);
  }

  /// The cosine to a probe of length 1; -1 where what was added cancels out.
  public float score(float[] probe) {
    double length = length();
    double product = 0;
    for (int i = 0; i < sum.length; i++) {
      product += (double) sum[i] * probe[i];
    }
    return length == 0 ? -1 : (float) (product / length);
  }
}
