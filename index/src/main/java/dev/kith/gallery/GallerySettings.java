package dev.kith.gallery;

import java.util.Optional;
import java.util.OptionalDouble;

/// What the owner of a gallery chose.
///
/// @param encoder the encoder's name where the gallery encodes samples itself
/// @param fpir wanted false-positive identification rate, in (0, 1)
/// @param threshold a cosine that decides instead of the calibration
/// @param fpirFloor the least FPIR a request may ask for
/// @param fmr wanted false match rate of verification
/// @param recall promised share of true best subjects that a search returns, in (0, 1]
/// @param keepSamples whether sample bytes are kept beside their embeddings
/// @param review false lets the point threshold decide alone
/// @param fusion how a subject's templates become its one score
public record GallerySettings(
    Optional<String> encoder,
    double fpir,
    OptionalDouble threshold,
    OptionalDouble fpirFloor,
    OptionalDouble fmr,
    double recall,
    boolean keepSamples,
    boolean review,
    Fusion fusion) {
  public static final GallerySettings DEFAULTS =
      new GallerySettings(
          Optional.empty(),
          0.001,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          0.99,
          true,
          true,
          Fusion.BEST);

  public GallerySettings {
    rate("fpir", fpir);
    threshold.ifPresent(point -> Thresholds.checked("threshold", point));
    fpirFloor.ifPresent(floor -> rate("fpirFloor", floor));
    fmr.ifPresent(rate -> rate("fmr", rate));
    if (!(recall > 0 && recall <= 1)) {
      throw new GalleryException.Invalid(
          "invalid-setting", "got recall %s, expected above 0 and up to 1".formatted(recall));
    }
  }

  /// The same with another encoder.
  public GallerySettings encodedBy(Optional<String> other) {
    return new GallerySettings(
        other, fpir, threshold, fpirFloor, fmr, recall, keepSamples, review, fusion);
  }

  /// The same with another score.
  public GallerySettings fusedBy(Fusion other) {
    return new GallerySettings(
        encoder, fpir, threshold, fpirFloor, fmr, recall, keepSamples, review, other);
  }

  private static void rate(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw new GalleryException.Invalid(
          "invalid-setting",
          "got %s %s, expected a rate above 0 and below 1".formatted(name, value));
    }
  }
}
