package dev.kith.server.work;

import dev.kith.calibration.Pareto;
import dev.kith.calibration.Prior;
import dev.kith.encoder.ModelManifest;
import dev.kith.gallery.Fusion;
import dev.kith.gallery.GalleryEntry;
import java.util.Optional;
import java.util.OptionalDouble;

/// The impostor tails that encoders come with.
record Priors(Encoders encoders) {
  /// Of the gallery's encoder, where its manifest has one. It is of single templates: it says
  /// nothing of scores to centroids.
  Optional<Prior> of(GalleryEntry gallery) {
    if (gallery.settings().encoder().isEmpty() || gallery.settings().fusion() == Fusion.CENTROID) {
      return Optional.empty();
    }
    ModelManifest manifest = encoders.of(gallery.space()).manifest();
    OptionalDouble share = manifest.number("prior.share");
    OptionalDouble scale = manifest.number("prior.scale");
    OptionalDouble comparisons = manifest.number("prior.comparisons");
    if (share.isEmpty() || scale.isEmpty() || comparisons.isEmpty()) {
      return Optional.empty();
    }
    Pareto tail =
        new Pareto(
            manifest.number("prior.start").orElse(0),
            share.getAsDouble(),
            scale.getAsDouble(),
            manifest.number("prior.shape").orElse(0));
    return Optional.of(
        new Prior(
            tail,
            (long) comparisons.getAsDouble(),
            (long) manifest.number("prior.classes").orElse(1)));
  }
}
