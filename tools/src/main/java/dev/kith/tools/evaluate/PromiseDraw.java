package dev.kith.tools.evaluate;

import dev.kith.calibration.ClopperPearson;
import dev.kith.calibration.Estimate;
import dev.kith.calibration.Measured;
import dev.kith.gallery.Centroid;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Fusion;
import dev.kith.gallery.Space;
import dev.kith.tools.terminal.CommandFailure;
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

  /// Half of the classes are enrolled, some of the others are the cohort, the rest is fresh. A
  /// stranger of the cohort is one trial, with one of its samples; where there are too few for
  /// that, every sample is one.
  ///
  /// @param strangers of the cohort; 0 for half of those that aren't enrolled
  static PromiseDraw of(Embeddings all, int enrol, int strangers, Fusion fusion, Random random) {
    List<int[]> rows = OpenSet.rowsOfClasses(all);
    List<Integer> classes = new Protocol(2 * enrol, 1, 0).classes(all);
    Collections.shuffle(classes, random);
    int half = classes.size() / 2;
    int left = classes.size() - half;
    if (strangers >= left) {
      throw new CommandFailure(
          "got %d classes that aren't enrolled, expected more than the cohort's %d"
              .formatted(left, strangers));
    }
    int fresh = half + (strangers == 0 ? left / 2 : strangers);
    Embeddings gallery =
        gallery(
            all,
            classes.subList(0, half).stream()
                .map(each -> Arrays.copyOf(rows.get(each), enrol))
                .toList(),
            fusion);
    float[][] watched = bests(all, gallery, rows, classes.subList(half, fresh));
    float[][] asking = bests(all, gallery, rows, classes.subList(fresh, classes.size()));
    boolean bySample = watched.length < Measured.FEWEST;
    return new PromiseDraw(half, trials(watched, bySample, random), asking, bySample);
  }

  /// What probes are compared with: all enrolled rows, or the centroid of each subject's.
  private static Embeddings gallery(Embeddings all, List<int[]> subjects, Fusion fusion) {
    List<Embedding> rows =
        subjects.stream()
            .map(each -> Arrays.stream(each).mapToObj(row -> embedding(all, row)).toList())
            .flatMap(each ->
                switch (fusion) {
                  case BEST -> each.stream();
                  case CENTROID -> Centroid.of(each).stream();
                })
            .toList();
    float[] values = new float[rows.size() * all.dimension()];
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).copyTo(values, i * all.dimension());
    }
    return new Embeddings(all.dimension(), values, new int[rows.size()]);
  }

  private static Embedding embedding(Embeddings all, int row) {
    return Embedding.of(new Space("bench", all.dimension()), all.values(row));
  }

  /// Of each class, the best scores of its second half of samples.
  private static float[][] bests(
      Embeddings all, Embeddings gallery, List<int[]> rows, List<Integer> classes) {
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

  private static float best(Embeddings all, Embeddings gallery, int row) {
    float best = -2;
    for (int reference = 0; reference < gallery.size(); reference++) {
      best = Math.max(best, all.score(row, gallery, reference));
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
