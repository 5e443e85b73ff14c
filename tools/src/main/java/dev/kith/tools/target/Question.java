package dev.kith.tools.target;

import java.util.OptionalDouble;

/// How to ask; what is empty is the gallery's own.
///
/// @param limit candidates, one a subject
/// @param exact true searches by exact scan
public record Question(int limit, OptionalDouble fpir, OptionalDouble threshold, boolean exact) {}
