package dev.kith.server.work;

import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Job;
import dev.kith.gallery.Jobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/// Runs the long jobs, those of one lane one at a time, in the order they came. Jobs live in the
/// registry: after a restart the unfinished ones go on where their cursor stands; a paused one
/// waits to be resumed. Thread-safe.
public final class JobDesk implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(JobDesk.class.getName());
  private static final int LISTED = 1000;

  private final KeptJobs jobs;
  private final Map<String, Kind> kinds;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Map<String, Set<Consumer<Job>>> listeners = new ConcurrentHashMap<>();

  /// One kind of job.
  interface Kind {
    /// Works until done, or until [Progress#stopping]; an exception fails the job.
    void run(Progress progress) throws InterruptedException;

    /// Jobs of different lanes run side by side.
    default String lane() {
      return "common";
    }

    /// Whether a job that meets [GalleryException.Unavailable] waits for somebody to resume it,
    /// rather than fail.
    default boolean waits() {
      return false;
    }

    /// The job failed or was cancelled: what it had begun may be taken back.
    default void ended(Job job) {}

    /// The job is over, for good: what it kept beside the registry may go.
    void tidy(Job job);
  }

  JobDesk(Jobs jobs, Map<String, Kind> kinds) {
    this.jobs = new KeptJobs(jobs);
    this.kinds = Map.copyOf(kinds);
    List<Job> unfinished =
        new ArrayList<>(
            this.jobs.list(Optional.empty(), LISTED).stream()
                .filter(j -> j.state() == Job.State.QUEUED || j.state() == Job.State.RUNNING)
                .toList());
    Collections.reverse(unfinished);
    lanes.put("common", lane("common"));
    kinds.values().forEach(kind -> lanes.computeIfAbsent(kind.lane(), this::lane));
    unfinished.forEach(job -> lane(job).add(job.id()));
    lanes.values().forEach(Lane::start);
  }

  private Lane lane(String name) {
    return new Lane(name, id -> begin(id).ifPresent(this::run));
  }

  private Lane lane(Job job) {
    Kind kind = kinds.get(job.kind());
    return Objects.requireNonNull(lanes.get(kind == null ? "common" : kind.lane()));
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
    lane(job).add(id);
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
    if (job.state().isOver()) {
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
    lane(queued).add(id);
    tell(queued);
    return queued;
  }

  private synchronized Job turn(String id, Job.State state) {
    Job job = get(id);
    if (job.state().isOver()) {
      throw new GalleryException.Conflict(
          "job-over", "the job is %s, expected it under way".formatted(job.state()));
    }
    Progress now = lane(job).running();
    if (now != null && now.job().id().equals(id)) {
      now.stop(state);
      return with(job, state, "");
    }
    Job turned = with(job, state, "");
    lane(job).remove(id);
    if (state == Job.State.CANCELLED) {
      ended(turned);
    }
    jobs.save(turned);
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

  private synchronized Optional<Progress> begin(String id) {
    return jobs.find(id)
        .filter(job -> job.state() == Job.State.QUEUED || job.state() == Job.State.RUNNING)
        .map(job -> {
          Progress progress = new Progress(with(job, Job.State.RUNNING, ""), this::saved);
          lane(job).running(progress);
          keep(progress.job());
          return progress;
        });
  }

  private void saved(Job job) {
    jobs.save(job);
    tell(job);
  }

  private void keep(Job job) {
    jobs.keep(job);
    tell(job);
  }

  private void tell(Job job) {
    listeners.getOrDefault(job.id(), Set.of()).forEach(listener -> listener.accept(job));
    if (job.state().isOver()) {
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
    } catch (GalleryException.Unavailable e) {
      LOG.log(System.Logger.Level.WARNING, "job " + progress.job().id() + " can't go on", e);
      end = waits(progress.job()) ? Job.State.PAUSED : Job.State.FAILED;
      failure = String.valueOf(e.getMessage());
    } catch (GalleryException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "job %s failed: %s".formatted(progress.job().id(), e.getMessage()));
      end = Job.State.FAILED;
      failure = String.valueOf(e.getMessage());
    } catch (Exception e) {
      LOG.log(System.Logger.Level.ERROR, "job " + progress.job().id() + " failed", e);
      end = Job.State.FAILED;
      failure = String.valueOf(e.getMessage());
    }
    if (end == Job.State.FAILED || end == Job.State.CANCELLED) {
      ended(progress.job());
    }
    synchronized (this) {
      lane(progress.job()).running(null);
      keep(with(progress.job(), end, failure));
    }
  }

  private boolean waits(Job job) {
    Kind kind = kinds.get(job.kind());
    return kind != null && kind.waits();
  }

  private void ended(Job job) {
    try {
      Kind kind = kinds.get(job.kind());
      if (kind != null) {
        kind.ended(job);
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "job " + job.id() + " left something behind", e);
    }
  }

  private Kind kind(Job job) {
    Kind kind = kinds.get(job.kind());
    if (kind == null) {
      throw new IllegalStateException("no such kind of job: " + job.kind());
    }
    return kind;
  }

  /// Jobs that may still do something: queued, running or paused.
  List<Job> unfinished() {
    return jobs.list(Optional.empty(), LISTED).stream()
        .filter(job -> !job.state().isOver())
        .toList();
  }

  /// Lets the jobs at hand stop after their step; they go on at the next start.
  @Override
  public void close() {
    synchronized (this) {
      for (Lane lane : lanes.values()) {
        Progress now = lane.running();
        if (now != null) {
          now.stop(Job.State.QUEUED);
        }
      }
    }
    lanes.values().forEach(Lane::close);
    jobs.close();
  }
}
