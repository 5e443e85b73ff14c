package dev.kith.server.work;

import dev.kith.calibration.Calibration;
import dev.kith.calibration.Estimate;
import dev.kith.gallery.Candidate;
import dev.kith.gallery.Fusion;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GallerySettings;
import dev.kith.gallery.Identification;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/// Chooses the threshold that decides: the request's, else the one for the request's FPIR, else the
/// gallery's own, else the one for the gallery's FPIR, else the one its encoder came with, else
/// none.
final class Decisions {
  private final Encoders encoders;
  private final Calibrations calibrations;

  Decisions(Encoders encoders, Calibrations calibrations) {
    this.encoders = encoders;
    this.calibrations = calibrations;
  }

  /// A threshold and what is known of its error rate.
  ///
  /// @param bridged for candidates whose templates were carried over a bridge, where there are any
  /// @param calibration where the threshold follows a wanted rate
  /// @param fpir where it was named, and something is known
  record Ruling(
      Threshold threshold,
      Optional<Threshold> bridged,
      Optional<Calibration> calibration,
      Optional<Estimate> fpir) {
    Ruling(Threshold threshold, Optional<Calibration> calibration, Optional<Estimate> fpir) {
      this(threshold, Optional.empty(), calibration, fpir);
    }

    /// The threshold for a candidate.
    Threshold of(Candidate candidate, Set<SubjectId> carried) {
      return carried.contains(candidate.subject()) ? bridged.orElse(threshold) : threshold;
    }

    /// How far a candidate is above its threshold: what candidates of two kinds are ordered by.
    double ahead(Candidate candidate, Set<SubjectId> carried) {
      return candidate.score().value()
          - switch (of(candidate, carried)) {
            case Threshold.Fixed(_, double point) -> point;
            case Threshold.Measured(_, _, double point, _) -> point;
            case Threshold.Uncalibrated _ -> 0;
          };
    }
  }

  Ruling identification(GalleryEntry gallery, Ask ask) {
    return identification(gallery, calibrations.of(gallery), ask);
  }

  /// @param known of the kind of probes that are asked with
  Ruling identification(GalleryEntry gallery, Known known, Ask ask) {
    if (ask.threshold().isPresent() && ask.fpir().isPresent()) {
      throw new GalleryException.Invalid(
          "fpir-or-threshold", "got both fpir and threshold, expected at most one of them");
    }
    if (ask.threshold().isPresent()) {
      return named(gallery, known, ask.threshold().getAsDouble());
    }
    if (ask.fpir().isPresent()) {
      double wanted = aboveFloor(gallery, ask.fpir().getAsDouble());
      return wanted(gallery, known, wanted).orElseGet(() -> uncalibrated(gallery));
    }
    OptionalDouble own = gallery.settings().threshold();
    return own.isPresent()
        ? named(gallery, known, own.getAsDouble())
        : wanted(gallery, known, gallery.settings().fpir())
            .or(() -> shipped(gallery).map(point -> named(gallery, known, point)))
            .orElseGet(() -> uncalibrated(gallery));
  }

  /// The threshold for the gallery's FMR where it has one, else the one of identification.
  Ruling verification(GalleryEntry gallery, Ask ask) {
    OptionalDouble wanted = gallery.settings().fmr();
    if (ask.threshold().isPresent() || wanted.isEmpty()) {
      return identification(gallery, ask);
    }
    Optional<Threshold> bridged =
        calibrations
            .bridged(gallery)
            .map(known ->
                known
                    .calibration(wanted.getAsDouble(), 1)
                    .map(made -> point(gallery, made))
                    .orElseGet(() -> new Threshold.Uncalibrated(gallery.space())));
    return calibrations
        .of(gallery)
        .calibration(wanted.getAsDouble(), 1)
        .map(made -> new Ruling(point(gallery, made), bridged, Optional.of(made), Optional.empty()))
        .orElseGet(() -> identification(gallery, ask));
  }

  private static Ruling named(GalleryEntry gallery, Known known, double point) {
    return new Ruling(
        new Threshold.Fixed(gallery.space(), point), Optional.empty(), known.fpir(point));
  }

  private static Ruling uncalibrated(GalleryEntry gallery) {
    return new Ruling(
        new Threshold.Uncalibrated(gallery.space()), Optional.empty(), Optional.empty());
  }

  private static double aboveFloor(GalleryEntry gallery, double fpir) {
    OptionalDouble floor = gallery.settings().fpirFloor();
    if (floor.isPresent() && fpir < floor.getAsDouble()) {
      throw new GalleryException.Invalid(
          "fpir-below-floor",
          "got fpir %s, expected at least %s, the floor of gallery %s"
              .formatted(fpir, floor.getAsDouble(), gallery.name()));
    }
    return fpir;
  }

  private Optional<Ruling> wanted(GalleryEntry gallery, Known known, double fpir) {
    Optional<Known> carried = calibrations.bridged(gallery);
    return carried.isPresent()
        ? Optional.of(Shared.of(known, carried.get(), fpir).ruling(gallery))
        : known
            .calibration(fpir, known.subjects())
            .map(made -> new Ruling(threshold(gallery, made), Optional.of(made), Optional.empty()));
  }

  static Threshold threshold(GalleryEntry gallery, Calibration made) {
    GallerySettings settings = gallery.settings();
    Estimate at = made.threshold();
    return settings.review()
        ? new Threshold.Measured(gallery.space(), at.low(), at.value(), at.high())
        : point(gallery, made);
  }

  private static Threshold point(GalleryEntry gallery, Calibration made) {
    return new Threshold.Fixed(gallery.space(), made.threshold().value());
  }

  /// Of single templates, so not for centroids.
  private Optional<Double> shipped(GalleryEntry gallery) {
    OptionalDouble shipped =
        gallery.settings().encoder().isPresent() && gallery.settings().fusion() == Fusion.BEST
            ? encoders.of(gallery.space()).manifest().threshold()
            : OptionalDouble.empty();
    return shipped.isPresent() ? Optional.of(shipped.getAsDouble()) : Optional.empty();
  }

  /// Judges those candidates that may be taken for the probe; all stay listed.
  ///
  /// @param carried which of their subjects have bridged templates
  static Identification judge(
      Ruling ruling,
      List<Candidate> candidates,
      Set<SubjectId> carried,
      Predicate<Candidate> admitted) {
    List<Candidate> left = candidates.stream().filter(admitted).toList();
    Threshold threshold = left.isEmpty() ? ruling.threshold() : ruling.of(left.getFirst(), carried);
    if (left.size() == candidates.size()) {
      return threshold.judge(candidates);
    }
    return switch (threshold.judge(left)) {
      case Identification.Match(Candidate best, _, _) ->
          new Identification.Match(best, candidates, threshold);
      case Identification.Review _ -> new Identification.Review(candidates, threshold);
      case Identification.None _ -> new Identification.None(candidates, threshold);
    };
  }

  static List<String> reasons(Identification identification, Ruling ruling, boolean blocked) {
    List<String> reasons = new ArrayList<>();
    reasons.add(reason(identification));
    if (blocked) {
      reasons.add("known-stranger");
    }
    if (ruling.calibration().filter(made -> made.supported() > made.target()).isPresent()) {
      reasons.add("fpir-not-supported");
    }
    return reasons;
  }

  private static String reason(Identification identification) {
    if (identification.candidates().isEmpty()) {
      return "no-candidates";
    }
    if (identification.threshold() instanceof Threshold.Uncalibrated) {
      return "uncalibrated";
    }
    return switch (identification) {
      case Identification.Match _ -> "above-threshold";
      case Identification.Review _ -> "within-interval";
      case Identification.None _ -> "below-threshold";
    };
  }
}
