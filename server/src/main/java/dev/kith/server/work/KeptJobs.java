package dev.kith.server.work;

import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Job;
import dev.kith.gallery.Jobs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The registry's jobs. Where one stands is known even while the registry can't write it down, for
/// want of room on the disk say, and is written as soon as it can be. Thread-safe.
final class KeptJobs implements Jobs, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(KeptJobs.class.getName());
  private static final long RETRY_MILLIS = 1000;

  private final Jobs registry;
  private final Map<String, Job> unwritten = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().daemon().name("kith-jobs").unstarted(this::run);

  KeptJobs(Jobs registry) {
    this.registry = registry;
    thread.start();
  }

  /// @throws GalleryException.Unavailable when it can't be written; then nothing is changed
  @Override
  public synchronized void save(Job job) {
    registry.save(job);
    unwritten.remove(job.id());
  }

  /// Where a job stands now, written or not.
  synchronized void keep(Job job) {
    try {
      save(job);
    } catch (GalleryException.Unavailable e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "that job %s is %s is written later: %s"
              .formatted(job.id(), job.state(), e.getMessage()));
      unwritten.put(job.id(), job);
    }
  }

  @Override
  public Optional<Job> find(String id) {
    return registry.find(id).map(this::now);
  }

  @Override
  public List<Job> list(Optional<String> before, int limit) {
    return registry.list(before, limit).stream().map(this::now).toList();
  }

  private Job now(Job job) {
    return unwritten.getOrDefault(job.id(), job);
  }

  @Override
  public synchronized boolean delete(String id) {
    boolean deleted = registry.delete(id);
    unwritten.remove(id);
    return deleted;
  }

  private void run() {
    try {
      while (!closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
        unwritten.values().forEach(this::writeAgain);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void writeAgain(Job job) {
    try {
      if (job.equals(unwritten.get(job.id()))) {
        save(job);
      }
    } catch (GalleryException.Unavailable _) {
      // next time
    }
  }

  /// What isn't written by now goes on, at the next start, from where it was.
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
