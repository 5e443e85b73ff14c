package dev.kith.tools.bench.ann;

import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// What is searched, whose each vector is, and what is asked.
///
/// @param subjects the subject of each vector of `base`, from 0
/// @param truth row numbers of each query's nearest, where a file gave them
record Task(Vectors base, Owners subjects, Vectors queries, Optional<List<int[]>> truth) {
  /// Dimensions that identities really differ in: see the README of published face embeddings'
  /// intrinsic dimension, about 12 to 30 (Gong, Boddeti and Jain 2019).
  private static final int INTRINSIC = 28;

  private static final double SPREAD = 0.5;
  private static final double NOISE = 0.02;

  Task {
    if (base.dimension() != queries.dimension()) {
      throw new CommandFailure(
          "the queries have %d numbers, expected %d like the base"
              .formatted(queries.dimension(), base.dimension()));
    }
    if (subjects.count() != base.count()) {
      throw new CommandFailure(
          "got subjects for %,d vectors, expected %,d".formatted(subjects.count(), base.count()));
    }
    if (truth.isPresent() && truth.get().size() != queries.count()) {
      throw new CommandFailure(
          "got the nearest of %,d queries, expected of %,d"
              .formatted(truth.get().size(), queries.count()));
    }
  }

  static Task read(Path base, Path queries, Optional<Path> truth, Optional<Path> subjects)
      throws IOException {
    Vectors vectors = Vectors.read(base);
    return new Task(
        vectors,
        subjects.isPresent() ? owners(subjects.get()) : Owners.each(vectors.count()),
        Vectors.read(queries),
        truth.isPresent()
            ? Optional.of(checked(Ivecs.read(truth.get()), vectors))
            : Optional.empty());
  }

  /// One row with a number for each vector, or a row of one number each.
  private static Owners owners(Path file) throws IOException {
    return new Owners(Ivecs.read(file).stream().flatMapToInt(Arrays::stream).toArray());
  }

  private static List<int[]> checked(List<int[]> truth, Vectors base) {
    for (int[] row : truth) {
      for (int number : row) {
        if (number < 0 || number >= base.count()) {
          throw new CommandFailure(
              "the truth names row %,d, expected 0 to %,d".formatted(number, base.count() - 1));
        }
      }
    }
    return truth;
  }

  /// Identity-like vectors: subjects on a sphere of low intrinsic dimension, templates and probes
  /// scattered around them. Half of the queries are of strangers.
  static Task generated(Size size, int queries, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] basis = new double[size.dimension()][];
    for (int i = 0; i < basis.length; i++) {
      basis[i] = gaussians(random, INTRINSIC);
    }
    List<float[]> base = new ArrayList<>();
    List<float[]> asked = new ArrayList<>();
    int[] owners = new int[Math.multiplyExact(size.subjects(), size.templates())];
    int known = (queries + 1) / 2;
    for (int subject = 0; subject < size.subjects(); subject++) {
      double[] identity = gaussians(random, INTRINSIC);
      for (int template = 0; template < size.templates(); template++) {
        owners[base.size()] = subject;
        base.add(sample(random, basis, identity));
      }
      if ((long) subject * known / size.subjects() != (subject + 1L) * known / size.subjects()) {
        asked.add(sample(random, basis, identity));
      }
    }
    while (asked.size() < queries) {
      asked.add(sample(random, basis, gaussians(random, INTRINSIC)));
    }
    return new Task(
        Vectors.of(base, "the generated base"),
        new Owners(owners),
        Vectors.of(asked, "the generated queries"),
        Optional.empty());
  }

  private static double[] gaussians(SplittableRandom random, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  private static float[] sample(SplittableRandom random, double[][] basis, double[] identity) {
    double[] place = new double[INTRINSIC];
    for (int i = 0; i < INTRINSIC; i++) {
      place[i] = identity[i] + SPREAD * random.nextGaussian();
    }
    float[] sample = new float[basis.length];
    for (int i = 0; i < sample.length; i++) {
      double sum = NOISE * random.nextGaussian();
      for (int j = 0; j < INTRINSIC; j++) {
        sum += basis[i][j] * place[j];
      }
      sample[i] = (float) sum;
    }
    return sample;
  }

  /// How much to generate, as `subjects x templates x dimension`.
  record Size(int subjects, int templates, int dimension) {
    /// @throws CommandFailure unless it reads like 100000x1x128
    static Size parse(String text) {
      if (!text.matches("[1-9]\\d{0,8}x[1-9]\\d{0,6}x[1-9]\\d{0,3}")) {
        throw new CommandFailure(
            "got --generate %s, expected SUBJECTSxTEMPLATESxDIMENSION such as 100000x1x128"
                .formatted(text));
      }
      String[] parts = text.split("x", 3);
      return new Size(
          Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }
  }
}
