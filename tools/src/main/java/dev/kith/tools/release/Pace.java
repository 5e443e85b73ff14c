package dev.kith.tools.release;

import dev.kith.tools.export.OnnxFile;
import dev.kith.tools.export.OnnxRun;
import dev.kith.tools.export.Tensor;
import java.util.List;

/// How fast two models are, in turns on one thread, so that both meet the same machine.
///
/// @param before images a second, of the best turn
/// @param after likewise
record Pace(double before, double after) {
  private static final int TURNS = 5;
  private static final int IMAGES = 32;

  static Pace of(OnnxFile before, OnnxFile after, List<Tensor> inputs) {
    var some = inputs.subList(0, Math.min(IMAGES, inputs.size()));
    try (var one = new OnnxRun(before.bytes());
        var other = new OnnxRun(after.bytes())) {
      double fastest = 0;
      double fastestOther = 0;
      for (int turn = 0; turn < TURNS; turn++) {
        fastest = Math.max(fastest, rate(one, some));
        fastestOther = Math.max(fastestOther, rate(other, some));
      }
      return new Pace(fastest, fastestOther);
    }
  }

  private static double rate(OnnxRun run, List<Tensor> inputs) {
    long begun = System.nanoTime();
    inputs.forEach(run::run);
    return inputs.size() / ((System.nanoTime() - begun) / 1e9);
  }
}
