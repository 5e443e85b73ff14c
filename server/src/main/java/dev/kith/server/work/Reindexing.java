package dev.kith.server.work;

import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.GenerationEntry;
import dev.kith.gallery.Job;
import dev.kith.gallery.Space;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Moves galleries from one generation to another: by a job, or at once where one stands by.
/// Thread-safe.
public final class Reindexing {
  private final Galleries galleries;
  private final Encoders encoders;
  private final JobDesk jobs;

  /// Generations that a crash left without a job go.
  Reindexing(Galleries galleries, Encoders encoders, JobDesk jobs) {
    this.galleries = galleries;
    this.encoders = encoders;
    this.jobs = jobs;
    Set<GenerationOf> worked = new HashSet<>();
    for (Job job : jobs.unfinished()) {
      if (job.kind().equals(ReindexJob.KIND)) {
        worked.add(new GenerationOf(job.gallery(), ReindexOrder.parse(job.request()).generation()));
      }
    }
    for (Gallery gallery : galleries.all()) {
      for (GenerationEntry each : gallery.lineage()) {
        GenerationOf it = new GenerationOf(gallery.entry().name(), each.number());
        if (each.state() == GenerationEntry.State.BUILDING && !worked.contains(it)) {
          gallery.drop(each.number());
        }
      }
    }
  }

  private record GenerationOf(GalleryName gallery, int number) {}

  /// Begins a reindex. From now on what is enrolled is encoded for both generations.
  ///
  /// @throws GalleryException.NotFound `no-such-gallery`, `no-such-encoder`
  /// @throws GalleryException.Conflict `reindex-under-way`
  public Job begin(GalleryName name, ReindexWish wish) {
    Gallery gallery = galleries.get(name);
    Optional<String> encoder = wish.encoder().or(() -> gallery.entry().settings().encoder());
    Space space =
        wish.encoder().isPresent() ? encoders.space(wish.encoder().get()) : gallery.entry().space();
    GenerationEntry begun = gallery.begin(space, encoder);
    try {
      return jobs.submit(
          jobs.newId(), ReindexJob.KIND, name, ReindexOrder.of(begun.number(), wish).text(), 0);
    } catch (RuntimeException e) {
      gallery.drop(begun.number());
      throw e;
    }
  }

  /// Puts a generation that stands in charge; the one it relieves follows on for the usual window.
  ///
  /// @throws GalleryException.NotFound `no-such-generation`
  /// @throws GalleryException.Conflict `generation-building`
  public void activate(Gallery gallery, int number) {
    gallery.activate(number, Instant.now().plus(ReindexWish.USUAL_ROLLBACK));
  }

  /// Drops a generation that stands by.
  ///
  /// @throws GalleryException.NotFound `no-such-generation`
  /// @throws GalleryException.Conflict `generation-in-charge`, `generation-building`
  public void drop(Gallery gallery, int number) {
    boolean building =
        gallery.lineage().stream()
            .anyMatch(
                each -> each.number() == number && each.state() == GenerationEntry.State.BUILDING);
    if (building) {
      throw new GalleryException.Conflict(
          "generation-building",
          "generation %d is still being built, expected it to stand: cancel its job instead"
              .formatted(number));
    }
    gallery.drop(number);
  }

  /// The stage that a reindex is at; empty for other jobs.
  public static Optional<String> stage(Job job) {
    return ReindexJob.stage(job);
  }
}
