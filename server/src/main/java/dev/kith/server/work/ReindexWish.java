package dev.kith.server.work;

import dev.kith.gallery.GalleryException;
import java.time.Duration;
import java.util.Optional;

/// How a gallery is to be moved to another generation.
///
/// @param encoder the new encoder's name; empty rebuilds with the embeddings there are
/// @param automatic whether the new generation takes charge by itself where the gate passes
/// @param margin how much worse FNIR, and rank-1, may be: the upper 95 % bound of the difference
/// @param share of the cores that may encode, in (0, 1]
/// @param rollback how long the relieved generation follows on
/// @param leaveUnsampled whether templates that have no sample may be left behind; else a bridge
///   carries them
/// @param bridgeKeep share of the rank-1 of an encoded gallery that a bridged one must keep
public record ReindexWish(
    Optional<String> encoder,
    boolean automatic,
    double margin,
    double share,
    Duration rollback,
    boolean leaveUnsampled,
    double bridgeKeep) {
  public static final Duration USUAL_ROLLBACK = Duration.ofDays(7);
  public static final double USUAL_KEEP = 0.95;

  /// With the usual gate: the first half of the cores, a margin of half a point, a week to go back.
  public static ReindexWish to(Optional<String> encoder) {
    return new ReindexWish(encoder, true, 0.005, 0.5, USUAL_ROLLBACK, false, USUAL_KEEP);
  }

  public ReindexWish {
    if (!(margin >= 0 && margin <= 1)) {
      throw new GalleryException.Invalid(
          "invalid-setting", "got margin %s, expected 0 to 1".formatted(margin));
    }
    if (!(share > 0 && share <= 1)) {
      throw new GalleryException.Invalid(
          "invalid-setting", "got share %s, expected above 0 and up to 1".formatted(share));
    }
    if (!(bridgeKeep >= 0 && bridgeKeep <= 1)) {
      throw new GalleryException.Invalid(
          "invalid-setting", "got bridge keep %s, expected 0 to 1".formatted(bridgeKeep));
    }
    if (rollback.isNegative()) {
      throw new GalleryException.Invalid(
          "invalid-setting", "got a rollback window of %s, expected 0 or more".formatted(rollback));
    }
  }
}
