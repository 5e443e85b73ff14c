package dev.kith.server.work;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Identification;
import dev.kith.gallery.Threshold;
import java.util.List;
import java.util.OptionalDouble;

/// Chooses the threshold that decides: the request's, else the gallery's, else the one its encoder
/// came with, else none.
final class Decisions {
  private final Encoders encoders;

  Decisions(Encoders encoders) {
    this.encoders = encoders;
  }

  Threshold threshold(GalleryEntry gallery, Ask ask) {
    if (ask.threshold().isPresent() && ask.fpir().isPresent()) {
      throw new GalleryException.Invalid(
          "fpir-or-threshold", "got both fpir and threshold, expected at most one of them");
    }
    if (ask.threshold().isPresent()) {
      return new Threshold.Fixed(gallery.space(), ask.threshold().getAsDouble());
    }
    return standing(gallery);
  }

  private Threshold standing(GalleryEntry gallery) {
    OptionalDouble own = gallery.settings().threshold();
    if (own.isPresent()) {
      return new Threshold.Fixed(gallery.space(), own.getAsDouble());
    }
    OptionalDouble shipped =
        gallery.settings().encoder().isPresent()
            ? encoders.of(gallery.space()).manifest().threshold()
            : OptionalDouble.empty();
    return shipped.isPresent()
        ? new Threshold.Fixed(gallery.space(), shipped.getAsDouble())
        : new Threshold.Uncalibrated(gallery.space());
  }

  static List<String> reasons(Identification identification) {
    if (identification.candidates().isEmpty()) {
      return List.of("no-candidates");
    }
    if (identification.threshold() instanceof Threshold.Uncalibrated) {
      return List.of("uncalibrated");
    }
    return switch (identification) {
      case Identification.Match _ -> List.of("above-threshold");
      case Identification.Review _ -> List.of("within-interval");
      case Identification.None _ -> List.of("below-threshold");
    };
  }
}
