package dev.kith.gallery.cohort;

/// The nearest templates of one watched embedding, best first, and a bound on all others: so that
/// most withdrawals leave the best known without a look at the gallery.
final class Near {
  private static final int ROOM = 8;

  private final long[] numbers = new long[ROOM];
  private final long[] subjects = new long[ROOM];
  private final float[] scores = new float[ROOM];
  private int size;

  /// No template that isn't listed, and was offered before the last removal, scores higher.
  private float bound = Float.NEGATIVE_INFINITY;

  void clear() {
    size = 0;
    bound = Float.NEGATIVE_INFINITY;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /// A score that changes nothing, like all below it.
  float floor() {
    return size == ROOM ? scores[size - 1] : Float.NEGATIVE_INFINITY;
  }

  float best() {
    return scores[0];
  }

  long bestSubject() {
    return subjects[0];
  }

  /// @param number of a template that isn't listed
  void offer(long number, long subject, float score) {
    if (score <= floor()) {
      return;
    }
    int at = size < ROOM ? size++ : size - 1;
    while (at > 0 && scores[at - 1] < score) {
      put(at, numbers[at - 1], subjects[at - 1], scores[at - 1]);
      at--;
    }
    put(at, number, subject, score);
  }

  private void put(int at, long number, long subject, float score) {
    numbers[at] = number;
    subjects[at] = subject;
    scores[at] = score;
  }

  void remove(long number) {
    for (int i = 0; i < size; i++) {
      if (numbers[i] == number) {
        bound = Math.max(bound, floor());
        for (int j = i + 1; j < size; j++) {
          put(j - 1, numbers[j], subjects[j], scores[j]);
        }
        size--;
        return;
      }
    }
  }

  /// Whether a template that isn't listed may be the best.
  boolean exhausted() {
    return bound > Float.NEGATIVE_INFINITY && (size == 0 || scores[0] < bound);
  }
}
