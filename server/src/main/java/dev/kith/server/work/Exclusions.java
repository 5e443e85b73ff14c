package dev.kith.server.work;

import dev.kith.gallery.Exclusion;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Receipt;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Stranger;
import dev.kith.gallery.StrangerId;
import dev.kith.gallery.SubjectId;
import dev.kith.gallery.Write;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What an operator says of suspects: that two are one, and no trial of strangers. Thread-safe.
public final class Exclusions {
  private final Registry registry;
  private final Calibrations calibrations;

  Exclusions(Registry registry, Calibrations calibrations) {
    this.registry = registry;
    this.calibrations = calibrations;
  }

  /// By kind and id.
  public List<Exclusion> of(Gallery gallery) {
    return registry.exclusions(gallery.entry());
  }

  /// @return false when it was excluded before
  /// @throws GalleryException.NotFound `no-such-stranger` or `no-such-subject`
  public CompletableFuture<Boolean> exclude(Gallery gallery, Exclusion exclusion) {
    switch (exclusion) {
      case Exclusion.Enrolled(StrangerId stranger, SubjectId subject) -> {
        check(gallery, stranger);
        check(gallery, subject);
      }
      case Exclusion.Twice(SubjectId subject, SubjectId other) -> {
        check(gallery, subject);
        check(gallery, other);
      }
    }
    return write(gallery, new Write.Exclude(exclusion), Receipt.Outcome.CREATED);
  }

  /// @return false when it wasn't excluded
  public CompletableFuture<Boolean> readmit(Gallery gallery, Exclusion exclusion) {
    return write(gallery, new Write.Readmit(exclusion), Receipt.Outcome.REMOVED);
  }

  private CompletableFuture<Boolean> write(Gallery gallery, Write write, Receipt.Outcome wanted) {
    return gallery
        .submit(List.of(write))
        .thenApply(receipts -> {
          calibrations.exclusionsMoved(gallery);
          return receipts.getFirst().outcome() == wanted;
        });
  }

  private void check(Gallery gallery, SubjectId subject) {
    if (registry.subject(gallery.entry(), subject).isEmpty()) {
      throw new GalleryException.NotFound(
          "no-such-subject",
          "gallery %s has no subject %s".formatted(gallery.entry().name(), subject));
    }
  }

  private void check(Gallery gallery, StrangerId stranger) {
    if (registry.strangers().find(gallery.entry(), Stranger.Role.COHORT, stranger).isEmpty()) {
      throw new GalleryException.NotFound(
          "no-such-stranger",
          "the cohort of gallery %s has no %s".formatted(gallery.entry().name(), stranger));
    }
  }
}
