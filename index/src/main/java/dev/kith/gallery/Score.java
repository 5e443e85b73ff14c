package dev.kith.gallery;

/// A cosine similarity in [-1, 1]: 1 is the same direction, 0 unrelated, higher is closer. Rounding
/// that leaves the range by less than 1e-3 is clamped.
public record Score(float value) implements Comparable<Score> {
  public Score {
    if (!(value >= -1.001f && value <= 1.001f)) {
      throw new IllegalArgumentException("got score " + value + ", expected -1 to 1");
    }
    value = Math.clamp(value, -1f, 1f);
  }

  @Override
  public int compareTo(Score other) {
    return Float.compare(value, other.value);
  }
}
