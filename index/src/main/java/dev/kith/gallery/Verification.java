package dev.kith.gallery;

/// Whether a probe is the one subject it was compared with (1:1): the best score over the subject's
/// templates against a threshold.
public sealed interface Verification {
  Score score();

  Threshold threshold();

  record Same(Score score, Threshold threshold) implements Verification {}

  record Different(Score score, Threshold threshold) implements Verification {}
}
