package dev.kith.server.work;

import dev.kith.calibration.Calibration;
import dev.kith.calibration.Paired;
import dev.kith.gallery.Candidate;
import dev.kith.gallery.Filter;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Generation;
import dev.kith.gallery.Probe;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Search;
import dev.kith.gallery.Template;
import dev.kith.gallery.cohort.MatedTrials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Compares a generation with the one in charge on the gallery's own mated templates, each at the
/// FPIR that the gallery wants, with a threshold of its own.
final class Judge {
  /// Mated trials below which the comparison is left to people.
  static final int FEWEST = 300;

  private static final int MOST = 2000;
  private static final int RECALLED = 200;
  private static final int DEPTH = 10;

  private final Registry registry;
  private final Calibrations calibrations;

  Judge(Registry registry, Calibrations calibrations) {
    this.registry = registry;
    this.calibrations = calibrations;
  }

  /// @param margin see [ReindexWish]
  Judgement judge(
      Gallery gallery, GalleryEntry old, GalleryEntry fresh, double margin, BooleanSupplier stop) {
    List<Long> drawn = MatedTrials.draw(registry, fresh, MOST);
    Map<Long, MatedTrials.Trial> after = MatedTrials.run(registry, fresh, drawn, stop);
    Known knownFresh = calibrations.settled(fresh);
    calibrations.settleBridged(fresh);
    Compared compared = compared(gallery, old, knownFresh, drawn, after, stop);
    Judgement.Side freshSide =
        side(
            fresh,
            knownFresh,
            compared.fpir(),
            recall(gallery.generation(fresh.generation()), compared.freshes()));
    return compared.judgement(
        margin,
        freshSide,
        old.settings().threshold().isPresent(),
        flips(gallery, compared.olds(), compared.old(), compared.freshes(), freshSide));
  }

  /// The same of probes of a new space that ask the old one's generation.
  ///
  /// @param knownFresh of those probes' error rates
  /// @param after trials of those probes
  Judgement compare(
      Gallery gallery,
      GalleryEntry old,
      GalleryEntry fresh,
      double margin,
      Known knownFresh,
      Map<Long, MatedTrials.Trial> after,
      BooleanSupplier stop) {
    Compared compared =
        compared(gallery, old, knownFresh, after.keySet().stream().sorted().toList(), after, stop);
    return compared.judgement(
        margin,
        side(
            fresh,
            knownFresh,
            compared.fpir(),
            recall(gallery.generation(old.generation()), compared.freshes())),
        false,
        List.of());
  }

  /// Trials that both sides have, and the old side.
  private record Compared(
      double fpir,
      Judgement.Side old,
      List<MatedTrials.Trial> olds,
      List<MatedTrials.Trial> freshes) {
    Judgement judgement(
        double margin, Judgement.Side fresh, boolean fixed, List<Judgement.Flip> flips) {
      return new Judgement(
          fpir,
          margin,
          old,
          fresh,
          Paired.of(missed(olds, old), missed(freshes, fresh)),
          Paired.of(second(olds), second(freshes)),
          fixed,
          flips);
    }
  }

  private Compared compared(
      Gallery gallery,
      GalleryEntry old,
      Known knownFresh,
      List<Long> drawn,
      Map<Long, MatedTrials.Trial> after,
      BooleanSupplier stop) {
    Known knownOld = calibrations.settled(old);
    double fpir = fpir(old, knownOld, knownFresh);
    Map<Long, MatedTrials.Trial> before = MatedTrials.run(registry, old, drawn, stop);
    List<Long> both =
        drawn.stream().filter(each -> before.containsKey(each) && after.containsKey(each)).toList();
    List<MatedTrials.Trial> olds = both.stream().map(before::get).toList();
    return new Compared(
        fpir,
        side(old, knownOld, fpir, recall(gallery.generation(old.generation()), olds)),
        olds,
        both.stream().map(after::get).toList());
  }

  private Judgement.Side side(GalleryEntry gallery, Known known, double fpir, double recall) {
    Optional<Calibration> at =
        calibrations
            .bridged(gallery)
            .map(carried -> Shared.of(known, carried, fpir).encoded())
            .orElseGet(() -> known.calibration(fpir, known.subjects()));
    return new Judgement.Side(
        gallery.generation(),
        at.map(made -> made.threshold().value()),
        known.standing().strangers(),
        recall);
  }

  /// The wanted rate, or the smallest that both calibrations support.
  private static double fpir(GalleryEntry gallery, Known old, Known fresh) {
    double wanted = gallery.settings().fpir();
    return Math.max(wanted, Math.max(supported(old, wanted), supported(fresh, wanted)));
  }

  private static double supported(Known known, double wanted) {
    return known.calibration(wanted, known.subjects()).map(Calibration::supported).orElse(0.0);
  }

  private static boolean[] missed(List<MatedTrials.Trial> trials, Judgement.Side side) {
    // without a threshold everything is left to people; ranks still tell something
    double threshold = side.threshold().orElse(-1.0);
    boolean[] missed = new boolean[trials.size()];
    for (int i = 0; i < missed.length; i++) {
      missed[i] = trials.get(i).missed(threshold);
    }
    return missed;
  }

  private static boolean[] second(List<MatedTrials.Trial> trials) {
    boolean[] second = new boolean[trials.size()];
    for (int i = 0; i < second.length; i++) {
      second[i] = !trials.get(i).first();
    }
    return second;
  }

  /// Share of the exact best subjects that a usual search finds; NaN without probes.
  private static double recall(Generation generation, List<MatedTrials.Trial> trials) {
    long found = 0;
    long wanted = 0;
    for (MatedTrials.Trial trial : trials.subList(0, Math.min(RECALLED, trials.size()))) {
      Probe probe = new Probe(trial.probe().embedding());
      List<Candidate> exact = generation.search(probe, new Search(DEPTH, Filter.EVERYBODY, true));
      float last = exact.getLast().score().value() - 1e-6f;
      found +=
          generation.search(probe, Search.best(DEPTH)).stream()
              .filter(each -> each.score().value() >= last)
              .count();
      wanted += exact.size();
    }
    return (double) found / wanted;
  }

  private static List<Judgement.Flip> flips(
      Gallery gallery,
      List<MatedTrials.Trial> olds,
      Judgement.Side old,
      List<MatedTrials.Trial> freshes,
      Judgement.Side fresh) {
    List<Judgement.Flip> flips = new ArrayList<>();
    for (int i = 0; i < olds.size(); i++) {
      Optional<Judgement.Change> change = change(olds.get(i), old, freshes.get(i), fresh);
      if (change.isPresent()) {
        Template probe = freshes.get(i).probe();
        flips.add(
            new Judgement.Flip(
                change.get(),
                probe.subject(),
                probe.id(),
                olds.get(i),
                freshes.get(i),
                rival(gallery, fresh.generation(), probe)));
      }
    }
    return flips;
  }

  private static Optional<Judgement.Change> change(
      MatedTrials.Trial before, Judgement.Side old, MatedTrials.Trial after, Judgement.Side fresh) {
    double oldAt = old.threshold().orElse(-1.0);
    double freshAt = fresh.threshold().orElse(-1.0);
    if (!after.first() && after.others() >= freshAt && before.first()) {
      return Optional.of(Judgement.Change.SWAPS);
    }
    if (before.missed(oldAt) == after.missed(freshAt)) {
      return Optional.empty();
    }
    return Optional.of(after.missed(freshAt) ? Judgement.Change.FAILS : Judgement.Change.MATCHES);
  }

  /// The nearest other subject.
  private static Optional<Candidate> rival(Gallery gallery, int generation, Template probe) {
    Search search = Search.best(2).by(gallery.entry().settings().fusion());
    return gallery.generation(generation).search(new Probe(probe.embedding()), search).stream()
        .filter(each -> !each.subject().equals(probe.subject()))
        .findFirst();
  }
}
