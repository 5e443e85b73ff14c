package dev.kith.tools.bench.ann;

import dev.kith.tools.source.Rows;
import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of one length, each of unit length. The arrays are shared, not copied: millions of rows.
final class Vectors {
  private final List<float[]> rows;
  private final int dimension;

  private Vectors(List<float[]> rows, int dimension) {
    this.rows = rows;
    this.dimension = dimension;
  }

  /// Takes the rows over and makes them unit vectors.
  ///
  /// @throws CommandFailure when one can't be: zero, or not finite
  static Vectors of(List<float[]> rows, String name) {
    for (int i = 0; i < rows.size(); i++) {
      normalise(rows.get(i), name, i);
    }
    if (rows.isEmpty()) {
      throw new CommandFailure("%s has no vectors, expected at least one".formatted(name));
    }
    return new Vectors(rows, rows.getFirst().length);
  }

  static Vectors read(Path file) throws IOException {
    try (Rows rows = Rows.open(file)) {
      List<float[]> all = new ArrayList<>();
      for (long left = rows.count(); left > 0; left--) {
        all.add(rows.next());
      }
      return of(all, file.toString());
    }
  }

  /// Some of them, in the order of their numbers.
  Vectors only(int[] numbers) {
    return new Vectors(Arrays.stream(numbers).mapToObj(rows::get).toList(), dimension);
  }

  private static void normalise(float[] row, String name, int number) {
    double square = 0;
    for (float each : row) {
      square += (double) each * each;
    }
    if (!(square > 0) || !Double.isFinite(square)) {
      throw new CommandFailure(
          "row %,d of %s has length %s, expected a positive one"
              .formatted(number, name, Math.sqrt(square)));
    }
    float scale = (float) (1 / Math.sqrt(square));
    for (int i = 0; i < row.length; i++) {
      row[i] *= scale;
    }
  }

  int count() {
    return rows.size();
  }

  int dimension() {
    return dimension;
  }

  float[] row(int number) {
    return rows.get(number);
  }
}
