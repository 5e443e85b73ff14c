package dev.kith.server.work;

import dev.kith.gallery.Fusion;
import dev.kith.gallery.GallerySettings;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// What a client wants of a gallery; what is empty stays as it is (or as the default has it), what
/// is named in `cleared` goes back to none.
public record GalleryWish(
    Optional<String> encoder,
    OptionalInt dimension,
    OptionalDouble fpir,
    OptionalDouble threshold,
    OptionalDouble fpirFloor,
    OptionalDouble fmr,
    OptionalDouble recall,
    Optional<Boolean> keepSamples,
    Optional<Boolean> review,
    Optional<Fusion> fusion,
    Set<String> cleared) {

  /// A gallery of an encoder, or of bare vectors, with the default settings.
  public static GalleryWish of(Optional<String> encoder, OptionalInt dimension) {
    OptionalDouble none = OptionalDouble.empty();
    return new GalleryWish(
        encoder,
        dimension,
        none,
        none,
        none,
        none,
        none,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of());
  }

  /// @throws dev.kith.gallery.GalleryException.Invalid when a value is out of its range
  GallerySettings over(GallerySettings base, Optional<String> encoderName) {
    return new GallerySettings(
        encoderName,
        fpir.orElse(base.fpir()),
        chosen("threshold", threshold, base.threshold()),
        chosen("fpirFloor", fpirFloor, base.fpirFloor()),
        chosen("fmr", fmr, base.fmr()),
        recall.orElse(base.recall()),
        keepSamples.orElse(base.keepSamples()),
        review.orElse(base.review()),
        fusion.orElse(base.fusion()));
  }

  private OptionalDouble chosen(String name, OptionalDouble wanted, OptionalDouble base) {
    if (cleared.contains(name)) {
      return OptionalDouble.empty();
    }
    return wanted.isPresent() ? wanted : base;
  }
}
