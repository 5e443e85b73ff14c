package dev.kith.tools.bench.ann;

import dev.kith.tools.terminal.CommandFailure;

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

  int vectors() {
    return Math.multiplyExact(subjects, templates);
  }
}
