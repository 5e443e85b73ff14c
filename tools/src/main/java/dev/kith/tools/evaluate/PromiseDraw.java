package dev.kith.tools.evaluate;

import dev.kith.calibration.ClopperPearson;
import dev.kith.calibration.Estimate;
import dev.kith.calibration.Measured;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// One draw of subjects, a cohort and fresh strangers: best scores against the gallery.
final class PromiseDraw {
  private final int subjects;
  private final float[] cohort;
  private final float[][] fresh;
  private final boolean bySample;

  private PromiseDraw(int subjects, float[] cohort, float[][] fresh, boolean bySample) {
    this.subjects = subjects;
    this.cohort = cohort;
    this.fresh = fresh;
    this.bySample = bySample;
  }

  /// Half of the classes are enrolled, a quarter is the cohort, a quarter is fresh. A stranger of
  /// the cohort is one trial, with one of its samples; where there are too few for that, every
  /// sample is one.
  static PromiseDraw of(Embeddings all, int enrol, Random random) {
    List<int[]> rows = OpenSet.rowsOfClasses(all);
    List<Integer> classes = new Protocol(2 * enrol, 1, 0).classes(all);
    Collections.shuffle(classes, random);
    int half = classes.size() / 2;
    int quarter = half + (classes.size() - half) / 2;
    int[] gallery =
        classes.subList(0, half).stream()
            .flatMapToInt(each -> Arrays.stream(rows.get(each)).limit(enrol))
            .toArray();
    float[][] watched = bests(all, gallery, rows, classes.subList(half, quarter));
    float[][] fresh = bests(all, gallery, rows, classes.subList(quarter, classes.size()));
    boolean bySample = watched.length < Measured.FEWEST;
    return new PromiseDraw(half, trials(watched, bySample, random), fresh, bySample);
  }

  /// Of each class, the best scores of its second half of samples.
  private static float[][] bests(
      Embeddings all, int[] gallery, List<int[]> rows, List<Integer> classes) {
    return classes.parallelStream()
        .map(each -> {
          int[] samples = rows.get(each);
          float[] bests = new float[samples.length - samples.length / 2];
          for (int i = 0; i < bests.length; i++) {
            bests[i] = best(all, gallery, samples[samples.length / 2 + i]);
          }
          return bests;
        })
        .toArray(float[][]::new);
  }

  private static float best(Embeddings all, int[] gallery, int row) {
    float best = -2;
    for (int template : gallery) {
      best = Math.max(best, all.score(template, row));
    }
    return best;
  }

  private static float[] trials(float[][] people, boolean bySample, Random random) {
    int count =
        bySample ? Arrays.stream(people).mapToInt(each -> each.length).sum() : people.length;
    float[] trials = new float[count];
    int at = 0;
    for (float[] samples : people) {
      if (bySample) {
        System.arraycopy(samples, 0, trials, at, samples.length);
        at += samples.length;
      } else {
        trials[at++] = samples[random.nextInt(samples.length)];
      }
    }
    return trials;
  }

  int subjects() {
    return subjects;
  }

  float[] cohort() {
    return cohort.clone();
  }

  int trials() {
    return cohort.length;
  }

  /// Whether trials are samples, since strangers are too few.
  boolean bySample() {
    return bySample;
  }

  /// Fresh strangers.
  int identities() {
    return fresh.length;
  }

  /// Share of the fresh strangers' samples that reach the threshold, each stranger weighing as
  /// much.
  double realised(double threshold) {
    double sum = 0;
    for (float[] samples : fresh) {
      sum += passing(samples, threshold) / (double) samples.length;
    }
    return sum / fresh.length;
  }

  /// With one sample a stranger: the rate and what it leaves open.
  Estimate counted(double threshold) {
    long hits = 0;
    for (float[] samples : fresh) {
      hits += samples[0] >= threshold ? 1 : 0;
    }
    return ClopperPearson.of(hits, fresh.length, 0.95);
  }

  private static int passing(float[] samples, double threshold) {
    int passing = 0;
    for (float each : samples) {
      passing += each >= threshold ? 1 : 0;
    }
    return passing;
  }
}
