package dev.kith.server.work;

import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Job;
import dev.kith.gallery.Jobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs the long jobs, one at a time, in the order they came. Jobs live in the registry: after a
/// restart the unfinished ones go on where their cursor stands; a paused one waits to be resumed.
/// Thread-safe.
public final class JobDesk implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(JobDesk.class.getName());
  private static final int LISTED = 1000;

  private final Jobs jobs;
  private final Map<String, Kind> kinds;
  private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
  private final Map<String, Set<Consumer<Job>>> listeners = new ConcurrentHashMap<>();
  private final Thread runner;
  private volatile @Nullable Progress running;
  private volatile boolean closed;

  /// One kind of job.
  interface Kind {
    /// Works until done, or until [Progress#stopping]; an exception fails the job.
    void run(Progress progress) throws InterruptedException;

    /// The job is over, for good: what it kept beside the registry may go.
    void tidy(Job job);
  }

  JobDesk(Jobs jobs, Map<String, Kind> kinds) {
    this.jobs = jobs;
    this.kinds = Map.copyOf(kinds);
    List<Job> unfinished =
        new ArrayList<>(
            jobs.list(Optional.empty(), LISTED).stream()
                .filter(j -> j.state() == Job.State.QUEUED || j.state() == Job.State.RUNNING)
                .toList());
    Collections.reverse(unfinished);
    unfinished.forEach(job -> queue.add(job.id()));
    runner = Thread.ofPlatform().daemon().name("kith-jobs").start(this::serve);
  }

  /// A fresh id; the caller may name files by it before [#submit].
  String newId() {
    return UUID.randomUUID().toString();
  }

  Job submit(String id, String kind, GalleryName gallery, long total) {
    return submit(id, kind, gallery, "", total);
  }

  /// @param request what is asked for, in the kind's own words
  Job submit(String id, String kind, GalleryName gallery, String request, long total) {
    Job job =
        new Job(
            id,
            kind,
            gallery,
            request,
            Job.State.QUEUED,
            "",
            0,
            total,
            0,
            List.of(),
            "",
            Instant.now());
    jobs.save(job);
    queue.add(id);
    return job;
  }

  /// @throws GalleryException.NotFound `no-such-job`
  public Job get(String id) {
    return jobs.find(id)
        .orElseThrow(
            () -> new GalleryException.NotFound("no-such-job", "there is no job of that id"));
  }

  /// Newest first; see [Jobs#list].
  public List<Job> list(Optional<String> before, int limit) {
    return jobs.list(before, limit);
  }

  /// @throws GalleryException.Conflict `job-over` when there is nothing left to pause
  public Job pause(String id) {
    return turn(id, Job.State.PAUSED);
  }

  /// Takes a job away: one that is over goes from the list, another one is cancelled, and what it
  /// did stays done.
  public Job cancel(String id) {
    Job job = get(id);
    if (over(job.state())) {
      jobs.delete(id);
      Kind kind = kinds.get(job.kind());
      if (kind != null) {
        kind.tidy(job);
      }
      return job;
    }
    return turn(id, Job.State.CANCELLED);
  }

  /// @throws GalleryException.Conflict `job-not-paused`
  public synchronized Job resume(String id) {
    Job job = get(id);
    if (job.state() != Job.State.PAUSED) {
      throw new GalleryException.Conflict(
          "job-not-paused", "the job is %s, expected it paused".formatted(job.state()));
    }
    Job queued = with(job, Job.State.QUEUED, "");
    jobs.save(queued);
    queue.add(id);
    tell(queued);
    return queued;
  }

  private synchronized Job turn(String id, Job.State state) {
    Job job = get(id);
    if (over(job.state())) {
      throw new GalleryException.Conflict(
          "job-over", "the job is %s, expected it under way".formatted(job.state()));
    }
    Progress now = running;
    if (now != null && now.job().id().equals(id)) {
      now.stop(state);
      return with(job, state, "");
    }
    Job turned = with(job, state, "");
    jobs.save(turned);
    queue.remove(id);
    tell(turned);
    return turned;
  }

  /// Hears of every step of one job, beginning with how it stands; closing the handle ends it.
  public Listening listen(String id, Consumer<Job> listener) {
    Set<Consumer<Job>> hearers = listeners.computeIfAbsent(id, _ -> new CopyOnWriteArraySet<>());
    hearers.add(listener);
    listener.accept(get(id));
    return () -> hearers.remove(listener);
  }

  /// A listener's place; closing it ends the telling.
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  static boolean over(Job.State state) {
    return switch (state) {
      case DONE, FAILED, CANCELLED -> true;
      case QUEUED, RUNNING, PAUSED -> false;
    };
  }

  static Job with(Job job, Job.State state, String failure) {
    return new Job(
        job.id(),
        job.kind(),
        job.gallery(),
        job.request(),
        state,
        job.cursor(),
        job.done(),
        job.total(),
        job.refused(),
        job.refusals(),
        failure,
        job.createdAt());
  }

  private void serve() {
    while (!closed) {
      try {
        String id = queue.take();
        begin(id).ifPresent(this::run);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private synchronized Optional<Progress> begin(String id) {
    return jobs.find(id)
        .filter(job -> job.state() == Job.State.QUEUED || job.state() == Job.State.RUNNING)
        .map(job -> {
          Progress progress = new Progress(with(job, Job.State.RUNNING, ""), this::saved);
          running = progress;
          saved(progress.job());
          return progress;
        });
  }

  private void saved(Job job) {
    jobs.save(job);
    tell(job);
  }

  private void tell(Job job) {
    listeners.getOrDefault(job.id(), Set.of()).forEach(listener -> listener.accept(job));
    if (over(job.state())) {
      listeners.remove(job.id());
    }
  }

  @SuppressWarnings("CatchingUnchecked") // a job that breaks must not take the desk with it
  private void run(Progress progress) {
    Job.State end = Job.State.DONE;
    String failure = "";
    try {
      kind(progress.job()).run(progress);
      end = progress.stopped().orElse(Job.State.DONE);
    } catch (InterruptedException _) {
      end = Job.State.QUEUED;
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.ERROR, "job " + progress.job().id() + " failed", e);
      end = Job.State.FAILED;
      failure = String.valueOf(e.getMessage());
    }
    synchronized (this) {
      running = null;
      saved(with(progress.job(), end, failure));
    }
  }

  private Kind kind(Job job) {
    Kind kind = kinds.get(job.kind());
    if (kind == null) {
      throw new IllegalStateException("no such kind of job: " + job.kind());
    }
    return kind;
  }

  /// Lets the job at hand stop after its step; it goes on at the next start.
  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      Progress now = running;
      if (now != null) {
        now.stop(Job.State.QUEUED);
      }
    }
    try {
      while (runner.isAlive()) {
        if (running == null) {
          runner.interrupt();
        }
        runner.join(20);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
