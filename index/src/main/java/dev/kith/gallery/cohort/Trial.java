package dev.kith.gallery.cohort;

import dev.kith.gallery.Exclusion;
import java.util.Optional;

/// What one watch says of strangers, copied so that the statistics need no lock.
///
/// @param nearest template of a stranger to its owner
/// @param next the nearest of another subject than that one, where it is known
/// @param same the nearest that an operator excluded
/// @param own best score to another template of its own subject; NaN where there is none
record Trial(
    Watch.Owner owner,
    Near.Entry nearest,
    Optional<Near.Entry> next,
    Optional<Near.Entry> same,
    float own) {
  static Optional<Trial> of(Watch watch) {
    if (watch.others.isEmpty()) {
      return Optional.empty();
    }
    Near.Entry nearest = watch.others.nearest();
    return Optional.of(
        new Trial(
            watch.owner,
            nearest,
            watch.others.nearestBut(nearest.subject()),
            watch.same.isEmpty() ? Optional.empty() : Optional.of(watch.same.nearest()),
            watch.own.isEmpty() ? Float.NaN : watch.own.best()));
  }

  float score() {
    return nearest.score();
  }

  /// As if the nearest subject were the same as the owner; empty where no other is known.
  Optional<Trial> withoutNearest() {
    return next.map(second -> new Trial(owner, second, Optional.empty(), same, own));
  }

  /// As if nothing were excluded.
  Trial withExcluded() {
    return same.filter(each -> each.score() > score())
        .map(each -> new Trial(owner, each, Optional.of(nearest), Optional.empty(), own))
        .orElse(this);
  }

  Suspect suspect() {
    return new Suspect(pair(nearest), person(), score(), false);
  }

  Optional<Suspect> excluded() {
    return same.map(each -> new Suspect(pair(each), person(), each.score(), true));
  }

  private Optional<String> person() {
    return switch (owner) {
      case Watch.Owner.Outsider outsider -> outsider.name();
      case Watch.Owner.Member _ -> Optional.empty();
    };
  }

  private Exclusion pair(Near.Entry with) {
    return switch (owner) {
      case Watch.Owner.Outsider(var id, _) -> new Exclusion.Enrolled(id, with.subject());
      case Watch.Owner.Member(var id, _) -> new Exclusion.Twice(id, with.subject());
    };
  }
}
