package dev.kith.tools.evaluate;

import dev.kith.tools.terminal.CommandFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// How classes are drawn: half of them enrol, half are strangers, again and again.
///
/// @param enrol samples enrolled of each class
record Protocol(int enrol, int draws, long seed) {
  private static final int FEWEST = 4;

  Protocol {
    if (enrol < 1 || draws < 1) {
      throw new CommandFailure(
          "got --enrol %d --draws %d, expected at least 1".formatted(enrol, draws));
    }
  }

  /// Classes that have a sample left to ask with.
  List<Integer> classes(Embeddings all) {
    List<int[]> rows = OpenSet.rowsOfClasses(all);
    List<Integer> classes = new ArrayList<>();
    for (int label = 0; label < rows.size(); label++) {
      if (rows.get(label).length > enrol) {
        classes.add(label);
      }
    }
    if (classes.size() < FEWEST) {
      throw new CommandFailure(
          "%d classes have more than %d samples, expected at least %d"
              .formatted(classes.size(), enrol, FEWEST));
    }
    return classes;
  }

  List<OpenSet> draws(Embeddings all) {
    return draws(all, classes(all), new Random(seed));
  }

  private List<OpenSet> draws(Embeddings all, List<Integer> classes, Random random) {
    List<OpenSet> draws = new ArrayList<>();
    for (int i = 0; i < draws(); i++) {
      List<Integer> shuffled = new ArrayList<>(classes);
      Collections.shuffle(shuffled, random);
      int half = shuffled.size() / 2;
      draws.add(
          OpenSet.draw(
              all, shuffled.subList(0, half), shuffled.subList(half, shuffled.size()), enrol));
    }
    return draws;
  }

  /// A threshold fixed on half of the classes, and what it gives on the other half, as one who
  /// deploys it would find.
  ///
  /// @param threshold mean over the draws
  record Realised(double threshold, Interval fpir, Interval fnir) {}

  /// @param rates FPIRs that the thresholds are fixed for
  Map<Double, Realised> realised(Embeddings all, Collection<Double> rates) {
    Map<Double, Realised> realised = new TreeMap<>();
    if (rates.isEmpty()) {
      return realised;
    }
    Random random = new Random(seed + 1);
    List<Integer> shuffled = new ArrayList<>(classes(all));
    Collections.shuffle(shuffled, random);
    int half = shuffled.size() / 2;
    List<OpenSet> development = draws(all, shuffled.subList(0, half), random);
    List<OpenSet> test = draws(all, shuffled.subList(half, shuffled.size()), random);
    Bootstrap bootstrap = Bootstrap.of(development, test, seed);
    for (double rate : rates) {
      realised.put(
          rate,
          new Realised(
              development.stream()
                  .mapToDouble(draw -> draw.threshold(rate))
                  .average()
                  .orElseThrow(),
              bootstrap.interval((fixed, tested) -> tested.fpir(fixed.threshold(rate))),
              bootstrap.interval((fixed, tested) -> tested.fnir(fixed.threshold(rate)))));
    }
    return realised;
  }
}
