package dev.kith.tools.loss.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Which samples each class has, for classes that have enough of them.
final class ClassIndex {
  private final List<int[]> samples;
  private final int leftOut;

  ClassIndex(Labels labels, int atLeast) {
    int classes = labels.stream().max().orElse(-1) + 1;
    int[] counts = new int[classes];
    labels.stream().forEach(label -> counts[label]++);
    List<int[]> places = new ArrayList<>(Arrays.stream(counts).mapToObj(int[]::new).toList());
    int[] used = new int[classes];
    for (int sample = 0; sample < labels.size(); sample++) {
      int label = labels.at(sample);
      places.get(label)[used[label]++] = sample;
    }
    this.samples = places.stream().filter(place -> place.length >= atLeast).toList();
    this.leftOut = (int) IntStream.of(counts).filter(count -> count > 0 && count < atLeast).count();
  }

  int classes() {
    return samples.size();
  }

  int leftOut() {
    return leftOut;
  }

  int size() {
    return samples.stream().mapToInt(place -> place.length).sum();
  }

  /// Where each label's class is, −1 for one that was left out.
  int[] placeOfLabel(Labels labels) {
    int[] places = new int[labels.stream().max().orElse(-1) + 1];
    Arrays.fill(places, -1);
    for (int place = 0; place < samples.size(); place++) {
      places[labels.at(samples.get(place)[0])] = place;
    }
    return places;
  }

  /// `count` different samples of the class at `place`.
  IntStream draw(int place, int count, RandomGenerator random) {
    int[] all = samples.get(place);
    return Arrays.stream(Draws.distinct(all.length, count, random)).map(i -> all[i]);
  }
}
