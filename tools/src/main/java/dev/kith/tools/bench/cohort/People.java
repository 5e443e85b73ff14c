package dev.kith.tools.bench.cohort;

import dev.kith.gallery.Embedding;
import dev.kith.gallery.Space;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.TemplateId;
import dev.kith.gallery.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Made-up people; the same number is always the same one.
record People(long seed, int dimension) {
  List<float[]> vectors(int from, int to) {
    List<float[]> vectors = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i);
      float[] values = new float[dimension];
      double squares = 0;
      for (int j = 0; j < dimension; j++) {
        values[j] = (float) random.nextDouble(-1, 1);
        squares += values[j] * values[j];
      }
      for (int j = 0; j < dimension; j++) {
        values[j] /= (float) Math.sqrt(squares);
      }
      vectors.add(values);
    }
    return vectors;
  }

  List<Write> enrolments(Space space, int from, int to) {
    List<Write> writes = new ArrayList<>(to - from);
    for (float[] each : vectors(from, to)) {
      writes.add(
          new Write.Enrol(
              new SubjectId("subject-" + (from + writes.size())),
              new TemplateId("t"),
              Embedding.of(space, each),
              Optional.empty()));
    }
    return writes;
  }

  List<Write> strangers(Space space, int count) {
    List<Write> writes = new ArrayList<>(count);
    for (float[] each : vectors(0, count)) {
      writes.add(
          new Write.Admit(
              Stranger.Role.COHORT,
              new StrangerId("stranger-" + writes.size()),
              Optional.empty(),
              List.of(Embedding.of(space, each)),
              Optional.empty()));
    }
    return writes;
  }
}
