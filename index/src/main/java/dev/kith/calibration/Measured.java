package dev.kith.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Best scores of strangers against the gallery, one a stranger.
///
/// Down to [#EMPIRICAL] scores above the threshold the rate is counted; below, it comes from a
/// generalised Pareto fit of the highest scores, down to half a score. Where rates are counted,
/// intervals come from the bootstrap: strangers are drawn anew, together with those whose scores
/// hang on theirs; where they are fitted, from the fit's profile likelihood, if that agrees with
/// the point.
public final class Measured implements Evidence {
  /// Scores above a threshold from which on counting is trusted.
  static final int EMPIRICAL = 10;

  /// Fewer strangers than this tell nothing.
  public static final int FEWEST = 50;

  private static final double CONFIDENCE = 0.95;
  private static final int DRAWS = 400;
  private static final double TAIL = 0.1;
  private static final int SHORTEST_TAIL = 25;
  private static final int LONGEST_TAIL = 250;
  private static final long SEED = 2_038_237;

  private final Method method;
  private final long subjects;
  private final double[] ascending;
  private final Pareto fitted;
  private final List<Drawn> draws;
  private final Optional<Profile> profile;

  /// One bootstrap draw: its scores, and the tail fitted to them.
  private static final class Drawn {
    final double[] ascending;
    final Pareto tail;

    Drawn(double[] ascending) {
      this.ascending = ascending;
      this.tail = tail(ascending);
    }
  }

  private Measured(Method method, long subjects, float[] scores, int[] groups) {
    if (scores.length < FEWEST) {
      throw new IllegalArgumentException(
          "got %d strangers, expected at least %d".formatted(scores.length, FEWEST));
    }
    this.method = method;
    this.subjects = subjects;
    ascending = sorted(scores);
    fitted = tail(ascending);
    draws = draws(scores, groups);
    double[] excesses = excesses(ascending);
    double independent = (double) Arrays.stream(groups).distinct().count() / scores.length;
    profile =
        excesses[excesses.length - 1] > 0
            ? Optional.of(new Profile(excesses, fitted.share(), independent))
            : Optional.empty();
  }

  /// Strangers of a cohort: independent of each other.
  ///
  /// @param bests each stranger's best score, at least [#FEWEST]
  /// @param subjects of the gallery they were measured against
  public static Measured cohort(float[] bests, long subjects) {
    int[] alone = new int[bests.length];
    Arrays.setAll(alone, i -> i);
    return new Measured(Method.COHORT, subjects, bests, alone);
  }

  /// Subjects of the gallery, each as a stranger to all others. Two that are each other's nearest
  /// give the same score twice, so those that hang together are drawn together.
  ///
  /// @param bests each sampled subject's best score to another subject, at least [#FEWEST]
  /// @param self the sampled subjects
  /// @param nearest the other subject of each
  /// @param subjects of the gallery
  public static Measured leaveOneOut(float[] bests, long[] self, long[] nearest, long subjects) {
    return new Measured(Method.LEAVE_ONE_OUT, subjects - 1, bests, Together.groups(self, nearest));
  }

  private static double[] sorted(float[] scores) {
    double[] sorted = new double[scores.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = scores[i];
    }
    Arrays.sort(sorted);
    return sorted;
  }

  private static Pareto tail(double[] ascending) {
    double[] excesses = excesses(ascending);
    int length = excesses.length;
    int n = ascending.length;
    double start = ascending[n - length - 1];
    return excesses[length - 1] > 0
        ? Pareto.fit(start, (double) length / n, excesses)
        : new Pareto(start, (double) length / n, 1e-6, 0);
  }

  /// How far the highest scores are above the one before them, ascending.
  private static double[] excesses(double[] ascending) {
    int n = ascending.length;
    int length = Math.min(n - 1, Math.clamp(Math.round(TAIL * n), SHORTEST_TAIL, LONGEST_TAIL));
    double[] excesses = new double[length];
    for (int i = 0; i < length; i++) {
      excesses[i] = ascending[n - length + i] - ascending[n - length - 1];
    }
    return excesses;
  }

  private static List<Drawn> draws(float[] scores, int[] groups) {
    Map<Integer, List<Float>> members = new LinkedHashMap<>();
    for (int i = 0; i < scores.length; i++) {
      members.computeIfAbsent(groups[i], _ -> new ArrayList<>()).add(scores[i]);
    }
    List<List<Float>> all = List.copyOf(members.values());
    SplittableRandom random = new SplittableRandom(SEED);
    List<Drawn> draws = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      draws.add(new Drawn(draw(all, scores.length, random)));
    }
    return draws;
  }

  private static double[] draw(List<List<Float>> groups, int size, SplittableRandom random) {
    double[] drawn = new double[size];
    int count = 0;
    while (count < size) {
      for (float score : groups.get(random.nextInt(groups.size()))) {
        if (count < size) {
          drawn[count++] = score;
        }
      }
    }
    Arrays.sort(drawn);
    return drawn;
  }

  /// The strangers' best scores, ascending.
  public double[] scores() {
    return ascending.clone();
  }

  @Override
  public Method method() {
    return method;
  }

  @Override
  public long trials() {
    return ascending.length;
  }

  @Override
  public double supported(long wanted) {
    return Evidence.scaled(0.5 / ascending.length, subjects, wanted);
  }

  @Override
  public Estimate fpir(double threshold, long wanted) {
    double value = rate(ascending, fitted, threshold);
    double[] bounds =
        profile
            .filter(_ -> above(ascending, threshold) < EMPIRICAL)
            .flatMap(tail ->
                tail.pass(threshold - fitted.start(), Math.max(value, 0.01 / ascending.length)))
            .orElseGet(() -> counted(threshold));
    return Estimate.around(
        Evidence.scaled(value, subjects, wanted),
        Evidence.scaled(bounds[0], subjects, wanted),
        Evidence.scaled(bounds[1], subjects, wanted));
  }

  private double[] counted(double threshold) {
    double[] rates =
        draws.stream()
            .mapToDouble(each -> rate(each.ascending, each.tail, threshold))
            .sorted()
            .toArray();
    double low = at(rates, (1 - CONFIDENCE) / 2);
    double high = at(rates, (1 + CONFIDENCE) / 2);
    if (method == Method.COHORT) {
      // the bootstrap can't see beyond its own highest scores; what was counted bounds the rate
      Estimate counted =
          ClopperPearson.of(above(ascending, threshold), ascending.length, CONFIDENCE);
      low = counted.low() > 0 ? Math.min(low, counted.low()) : low;
      high = Math.max(high, counted.high());
    }
    return new double[] {low, high};
  }

  private static int above(double[] ascending, double threshold) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] >= threshold) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return ascending.length - low;
  }

  private static double rate(double[] ascending, Pareto tail, double threshold) {
    int above = above(ascending, threshold);
    return above >= EMPIRICAL
        ? (double) above / ascending.length
        : Math.min(tail.pass(threshold), (double) EMPIRICAL / ascending.length);
  }

  @Override
  public Estimate threshold(double fpir, long wanted) {
    double here = Evidence.scaled(fpir, wanted, subjects);
    double value = point(ascending, fitted, here);
    double[] bounds =
        profile
            .filter(_ -> (int) (here * ascending.length) < EMPIRICAL && value > fitted.start())
            .flatMap(tail -> tail.quantile(here, value - fitted.start()))
            .map(excesses ->
                new double[] {
                  Prior.cosine(fitted.start() + excesses[0]),
                  Prior.cosine(fitted.start() + excesses[1])
                })
            .orElseGet(() -> drawn(here));
    return Estimate.around(value, bounds[0], bounds[1]);
  }

  private double[] drawn(double rate) {
    double[] points =
        draws.stream()
            .mapToDouble(each -> point(each.ascending, each.tail, rate))
            .sorted()
            .toArray();
    return new double[] {at(points, (1 - CONFIDENCE) / 2), at(points, (1 + CONFIDENCE) / 2)};
  }

  private static double point(double[] ascending, Pareto tail, double rate) {
    int above = (int) Math.min(rate * ascending.length, ascending.length);
    if (above >= EMPIRICAL) {
      return Prior.cosine(ascending[ascending.length - above]);
    }
    // the fit may begin below the last score that was counted; a smaller rate never asks for less
    double counted = ascending[ascending.length - Math.min(EMPIRICAL, ascending.length)];
    return Prior.cosine(Math.max(counted, tail.quantile(rate)));
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
