package dev.kith.gallery.cohort;

import dev.kith.gallery.Exclusion;
import java.util.Optional;

/// Two that score against each other as strangers hardly do, or that an operator excluded already.
///
/// @param pair who they are
/// @param person what the cohort calls the stranger; empty where it has no name, or the pair is of
///   two subjects
/// @param score the best between them
/// @param excluded whether an operator said that they are one
public record Suspect(Exclusion pair, Optional<String> person, float score, boolean excluded) {}
