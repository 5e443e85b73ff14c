package dev.kith.calibration;

import dev.kith.gallery.lucene.kernel.Fours;
import dev.kith.gallery.lucene.kernel.Panels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Made-up identities on a sphere of as many dimensions as those of real encoders differ in (about
/// 12 to 30: Gong, Boddeti and Jain 2019).
final class Identities {
  static final int DIMENSION = 28;
  private static final int BLOCK = 2048;

  private Identities() {}

  static List<float[]> draw(SplittableRandom random, int count) {
    List<float[]> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      float[] row = new float[DIMENSION];
      double squares = 0;
      for (int j = 0; j < DIMENSION; j++) {
        row[j] = (float) random.nextGaussian();
        squares += row[j] * row[j];
      }
      for (int j = 0; j < DIMENSION; j++) {
        row[j] /= (float) Math.sqrt(squares);
      }
      rows.add(row);
    }
    return rows;
  }

  /// Each stranger's best score against the gallery, exact.
  static float[] bests(List<float[]> gallery, List<float[]> strangers) {
    Panels panels = Panels.of(strangers, DIMENSION);
    float[] bests = new float[strangers.size()];
    Arrays.fill(bests, -2);
    for (int from = 0; from < gallery.size(); from += BLOCK) {
      Fours block =
          Fours.of(gallery.subList(from, Math.min(gallery.size(), from + BLOCK)), DIMENSION);
      for (int panel = 0; panel < panels.count(); panel++) {
        panels.offer(panel, block, bests, (_, _, score) -> score);
      }
    }
    return bests;
  }
}
