package dev.kith.tools.evaluate;

import dev.kith.tools.evaluate.Scoring.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// One draw of subjects, cohort and strangers, scored in every way at once.
final class ScoredDraw {
  private final Embeddings all;
  private final int[][] gallery;
  private final int[] cohort;
  private final double[][] centroids;
  private final Spread[] subjects;
  private final Spread[] nearSubjects;
  private final List<Scoring> scorings;

  /// @param enrolled rows of each subject
  /// @param cohort a row of each stranger that scores are measured by
  ScoredDraw(Embeddings all, int[][] enrolled, int[] cohort, List<Scoring> scorings) {
    this.all = all;
    this.gallery = enrolled;
    this.cohort = cohort;
    this.scorings = scorings;
    centroids = Arrays.stream(enrolled).map(this::centroid).toArray(double[][]::new);
    subjects = new Spread[enrolled.length];
    nearSubjects = new Spread[enrolled.length];
    for (int i = 0; i < enrolled.length; i++) {
      int subject = i;
      double[] scores = Arrays.stream(cohort).mapToDouble(row -> best(subject, row)).toArray();
      subjects[i] = Spread.of(scores);
      nearSubjects[i] = Spread.ofNearest(scores);
    }
  }

  private double[] centroid(int[] rows) {
    double[] sum = new double[all.dimension()];
    for (int row : rows) {
      double[] values = all.row(row);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += values[i];
      }
    }
    double length = Math.sqrt(Arrays.stream(sum).map(each -> each * each).sum());
    return Arrays.stream(sum).map(each -> each / Math.max(length, 1e-12)).toArray();
  }

  private double[] scores(int subject, int row) {
    return Arrays.stream(gallery[subject]).mapToDouble(each -> all.score(each, row)).toArray();
  }

  private double best(int subject, int row) {
    return Arrays.stream(scores(subject, row)).max().orElseThrow();
  }

  /// Every way's answers to the probes.
  Map<Scoring, List<OpenSet.Probe>> answers(int[] probes) {
    Map<Scoring, List<OpenSet.Probe>> answers = new EnumMap<>(Scoring.class);
    List<Map<Scoring, OpenSet.Probe>> each =
        IntStream.of(probes).parallel().mapToObj(this::answer).toList();
    for (Map<Scoring, OpenSet.Probe> probe : each) {
      probe.forEach(
          (scoring, found) -> answers.computeIfAbsent(scoring, _ -> new ArrayList<>()).add(found));
    }
    return answers;
  }

  private Map<Scoring, OpenSet.Probe> answer(int row) {
    double[][] raw =
        IntStream.range(0, gallery.length).mapToObj(i -> scores(i, row)).toArray(double[][]::new);
    double[] near = Arrays.stream(cohort).mapToDouble(each -> all.score(each, row)).toArray();
    Map<Scoring, OpenSet.Probe> found = new EnumMap<>(Scoring.class);
    for (Scoring scoring : scorings) {
      double[] fused = fused(scoring, row, raw, Spread.of(near), Spread.ofNearest(near));
      found.put(scoring, probe(scoring, row, fused));
    }
    return found;
  }

  private double[] fused(Scoring scoring, int row, double[][] raw, Spread probe, Spread nearProbe) {
    double[] fused = new double[raw.length];
    for (int i = 0; i < fused.length; i++) {
      double best = Scoring.meanOfBest(raw[i], 1);
      fused[i] =
          switch (scoring) {
            case BEST, MARGIN -> best;
            case MEAN_OF_TWO -> Scoring.meanOfBest(raw[i], 2);
            case MEAN_OF_THREE -> Scoring.meanOfBest(raw[i], 3);
            case CENTROID -> dot(centroids[i], all.row(row));
            case Z -> subjects[i].of(best);
            case T -> probe.of(best);
            case S -> (subjects[i].of(best) + probe.of(best)) / 2;
            case ADAPTIVE_S -> (nearSubjects[i].of(best) + nearProbe.of(best)) / 2;
          };
    }
    return fused;
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  private OpenSet.Probe probe(Scoring scoring, int row, double[] fused) {
    int first = 0;
    double second = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < fused.length; i++) {
      if (fused[i] > fused[first]) {
        second = fused[first];
        first = i;
      } else {
        second = Math.max(second, fused[i]);
      }
    }
    double score =
        scoring == Scoring.MARGIN ? fused[first] + 0.5 * (fused[first] - second) : fused[first];
    boolean right = all.label(gallery[first][0]) == all.label(row);
    return new OpenSet.Probe(all.label(row), (float) score, right ? 1 : 2, row, 0);
  }
}
