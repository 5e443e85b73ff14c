package dev.kith.server.work;

import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Job;
import dev.kith.gallery.Jobs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Jobs in a map, in the order they were first saved.
final class MemoryJobs implements Jobs {
  private final Map<String, Job> rows = new LinkedHashMap<>();
  private boolean full;

  /// From now on nothing can be written, or again.
  synchronized void full(boolean now) {
    full = now;
  }

  @Override
  public synchronized void save(Job job) {
    if (full) {
      throw new GalleryException.Unavailable("disk-full", "the disk of the registry is full");
    }
    rows.put(job.id(), job);
  }

  @Override
  public synchronized Optional<Job> find(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public synchronized List<Job> list(Optional<String> before, int limit) {
    List<Job> newest = new ArrayList<>(rows.values()).reversed();
    int from = before.map(id -> newest.indexOf(rows.get(id)) + 1).orElse(0);
    return List.copyOf(newest.subList(from, Math.min(newest.size(), from + limit)));
  }

  @Override
  public synchronized boolean delete(String id) {
    return rows.remove(id) != null;
  }
}
