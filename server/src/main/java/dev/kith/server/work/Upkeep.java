package dev.kith.server.work;

import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GenerationEntry;
import dev.kith.gallery.Registry;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Now and then removes what nobody needs any more: samples without a template, generations whose
/// rollback window is over, log entries every follower has passed.
final class Upkeep implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());
  private static final long SECONDS_BETWEEN = 30;

  private final Registry registry;
  private final Galleries galleries;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  Upkeep(Registry registry, Galleries galleries) {
    this.registry = registry;
    this.galleries = galleries;
    thread = Thread.ofPlatform().daemon().name("kith-upkeep").start(this::run);
  }

  private void run() {
    try {
      while (!closing.await(SECONDS_BETWEEN, TimeUnit.SECONDS)) {
        round();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() {
    try {
      boolean more = true;
      while (more && closing.getCount() > 0) {
        more = registry.sweep();
      }
      for (Gallery gallery : galleries.all()) {
        expire(gallery);
        registry.trim(gallery.entry());
      }
    } catch (GalleryException e) {
      LOG.log(System.Logger.Level.DEBUG, "upkeep waits for its next turn", e);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "upkeep failed and will try again", e);
    }
  }

  /// Generations whose rollback window is over.
  private static void expire(Gallery gallery) {
    Instant now = Instant.now();
    for (GenerationEntry each : gallery.lineage()) {
      if (each.state() == GenerationEntry.State.STANDING
          && each.number() != gallery.entry().generation()
          && each.expires().filter(now::isAfter).isPresent()) {
        gallery.drop(each.number());
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
