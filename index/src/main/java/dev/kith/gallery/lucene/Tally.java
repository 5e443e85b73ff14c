package dev.kith.gallery.lucene;

import dev.kith.calibration.ClopperPearson;
import dev.kith.calibration.Estimate;
import dev.kith.gallery.Candidate;
import java.util.List;

/// Searches that were compared with an exact scan. Immutable.
///
/// @param wanted subjects that should have been found
/// @param missed of them, those that weren't
/// @param squares the squared misses of each search, summed up
record Tally(double searches, double wanted, double missed, double squares) {
  static final Tally NONE = new Tally(0, 0, 0, 0);

  private static final double CONFIDENCE = 0.95;
  private static final float TOLERANCE = 1e-6f;

  /// One more search. A hit counts if its score reaches the last true one.
  Tally and(List<Candidate> found, List<Candidate> truth) {
    if (truth.isEmpty()) {
      return this;
    }
    float last = truth.getLast().score().value() - TOLERANCE;
    long hits = found.stream().filter(each -> each.score().value() >= last).count();
    double misses = Math.max(0, truth.size() - hits);
    return new Tally(
        searches + 1, wanted + truth.size(), missed + misses, squares + misses * misses);
  }

  Tally and(Tally other) {
    return new Tally(
        searches + other.searches,
        wanted + other.wanted,
        missed + other.missed,
        squares + other.squares);
  }

  /// The same with half of the weight, to make room for newer ones.
  Tally halved() {
    return new Tally(searches / 2, wanted / 2, missed / 2, squares / 2);
  }

  double share() {
    return wanted == 0 ? 1 : 1 - missed / wanted;
  }

  /// The share found and its 95 % interval: Clopper and Pearson's for as many independent trials as
  /// these are worth (Korn and Graubard 1998), since one search tends to miss several subjects.
  Estimate estimate() {
    if (wanted < 1) {
      return new Estimate(1, 0, 1);
    }
    double worth = Math.max(1, wanted / crowding());
    long trials = (long) Math.floor(worth);
    long misses = (long) Math.ceil(missed * trials / wanted);
    Estimate of = ClopperPearson.of(trials - Math.min(misses, trials), trials, CONFIDENCE);
    return new Estimate(share(), Math.min(share(), of.low()), Math.max(share(), of.high()));
  }

  /// How many times more the misses vary than independent ones would, from 1 to the number of
  /// subjects wanted of a search; the latter where nothing was missed yet.
  private double crowding() {
    double each = wanted / searches;
    if (missed == 0 || missed >= wanted || searches < 2) {
      return each;
    }
    double variance = (squares - missed * missed / searches) / (searches - 1);
    double independent = each * share() * (1 - share());
    return Math.clamp(variance / independent, 1, Math.max(1, each));
  }
}
