package dev.kith.tools.bench.ann;

import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// What is searched, whose each vector is, and what is asked.
///
/// @param subjects the subject of each vector of `base`, from 0
/// @param truth row numbers of each query's nearest, where a file gave them
record Task(Vectors base, Owners subjects, Vectors queries, Optional<List<int[]>> truth) {
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

  /// Identity-like vectors; half of the queries are of strangers.
  static Task generated(Size size, int queries, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Identities identities = new Identities(random, size.dimension());
    List<float[]> base = new ArrayList<>();
    List<float[]> asked = new ArrayList<>();
    int[] owners = new int[size.vectors()];
    int known = (queries + 1) / 2;
    for (int subject = 0; subject < size.subjects(); subject++) {
      double[] identity = identities.identity(random);
      for (int template = 0; template < size.templates(); template++) {
        owners[base.size()] = subject;
        base.add(identities.sample(random, identity));
      }
      if ((long) subject * known / size.subjects() != (subject + 1L) * known / size.subjects()) {
        asked.add(identities.sample(random, identity));
      }
    }
    while (asked.size() < queries) {
      asked.add(identities.sample(random, identities.identity(random)));
    }
    return new Task(
        Vectors.of(base, "the generated base"),
        new Owners(owners),
        Vectors.of(asked, "the generated queries"),
        Optional.empty());
  }

  /// The same questions to some of the subjects; the truth is to be computed.
  ///
  /// @throws CommandFailure when none of them has a vector
  Task among(IntPredicate wanted) {
    int[] rows =
        IntStream.range(0, base.count()).filter(row -> wanted.test(subjects.of(row))).toArray();
    if (rows.length == 0) {
      throw new CommandFailure("nobody is left to search among, expected at least one subject");
    }
    return new Task(
        base.only(rows),
        new Owners(Arrays.stream(rows).map(subjects::of).toArray()),
        queries,
        Optional.empty());
  }
}
