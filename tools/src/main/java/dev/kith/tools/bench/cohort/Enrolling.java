package dev.kith.tools.bench.cohort;

import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.Write;
import dev.kith.server.work.GalleryWish;
import dev.kith.server.work.Kith;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/// Enrols into two galleries by turns, one of them with a cohort, and times both. Each turn begins
/// when nothing is left to compare; a turn's own comparing runs beside it.
final class Enrolling {
  private static final int UNDER_WAY = 8;

  private final Kith kith;
  private final int dimension;
  private final Gallery without;
  private final Gallery with;
  private int next;

  /// Times of the two, in seconds.
  ///
  /// @param enrolments in each
  record Times(int enrolments, double without, double with) {
    Times and(Times more) {
      return new Times(enrolments + more.enrolments, without + more.without, with + more.with);
    }

    /// Throughput with by throughput without.
    double ratio() {
      return without / with;
    }
  }

  Enrolling(Kith kith, int dimension, int strangers) {
    this.kith = kith;
    this.dimension = dimension;
    without = gallery("without");
    with = gallery("with");
    with.submit(new People(2, dimension).strangers(with.entry().space(), strangers)).join();
    kith.admissions().committed(with);
  }

  private Gallery gallery(String name) {
    return kith.galleries()
        .put(new GalleryName(name), GalleryWish.of(Optional.empty(), OptionalInt.of(dimension)));
  }

  /// @param units of one submission
  Times run(int rounds, int enrolments, int units) {
    Times sum = new Times(0, 0, 0);
    for (int i = 0; i < rounds; i++) {
      int from = next;
      next += enrolments;
      // whoever goes first by turns
      double first = seconds(i % 2 == 0 ? without : with, from, units);
      double second = seconds(i % 2 == 0 ? with : without, from, units);
      sum =
          sum.and(
              i % 2 == 0
                  ? new Times(enrolments, first, second)
                  : new Times(enrolments, second, first));
    }
    return sum;
  }

  private double seconds(Gallery gallery, int from, int units) {
    List<List<Write>> all = new ArrayList<>();
    for (int at = from; at < next; at += units) {
      all.add(
          new People(1, dimension)
              .enrolments(gallery.entry().space(), at, Math.min(next, at + units)));
    }
    settle();
    long began = System.nanoTime();
    ArrayDeque<CompletableFuture<List<Receipt>>> underWay = new ArrayDeque<>();
    for (List<Write> each : all) {
      underWay.add(gallery.submit(each));
      if (underWay.size() == UNDER_WAY) {
        underWay.remove().join();
      }
    }
    underWay.forEach(CompletableFuture::join);
    return (System.nanoTime() - began) / 1e9;
  }

  private void settle() {
    var _ = kith.calibrations().settled(without.entry());
    var _ = kith.calibrations().settled(with.entry());
  }
}
