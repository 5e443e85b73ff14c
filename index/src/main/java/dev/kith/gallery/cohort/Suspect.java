package dev.kith.gallery.cohort;

import dev.kith.gallery.Exclusion;

/// Two that score against each other as strangers hardly do, or that an operator excluded already.
///
/// @param pair who they are
/// @param score the best between them
/// @param excluded whether an operator said that they are one
public record Suspect(Exclusion pair, float score, boolean excluded) {}
