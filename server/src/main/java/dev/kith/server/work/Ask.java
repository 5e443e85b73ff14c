package dev.kith.server.work;

import dev.kith.gallery.Search;
import java.util.OptionalDouble;

/// A question to a gallery: how to search, and at which error rate or threshold to decide.
///
/// @param fpir wanted false-positive identification rate; the gallery's own where empty
/// @param threshold a cosine that decides by itself; at most one of the two is given
public record Ask(Search search, OptionalDouble fpir, OptionalDouble threshold) {
  public static Ask best(int limit) {
    return new Ask(Search.best(limit), OptionalDouble.empty(), OptionalDouble.empty());
  }
}
