package dev.kith.server.work;

import dev.kith.gallery.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A running job's own view of itself: where it stands, and whether it should stop. Written by the
/// job's thread only.
final class Progress {
  private final Consumer<Job> saved;
  private volatile Job job;
  private volatile Job.@Nullable State stop;

  Progress(Job job, Consumer<Job> saved) {
    this.job = job;
    this.saved = saved;
  }

  Job job() {
    return job;
  }

  /// Somebody asked for an end: pause, cancellation or shutdown. The job returns after its step.
  boolean stopping() {
    return stop != null;
  }

  Optional<Job.State> stopped() {
    return Optional.ofNullable(stop);
  }

  void stop(Job.State state) {
    stop = state;
  }

  /// Saves how far the work is; what is behind the cursor is never done again.
  void advance(String cursor, long done, long total, List<Job.Refusal> refused) {
    List<Job.Refusal> listed = new ArrayList<>(job.refusals());
    refused.stream().limit(Job.LISTED_REFUSALS - listed.size()).forEach(listed::add);
    job =
        new Job(
            job.id(),
            job.kind(),
            job.gallery(),
            job.request(),
            job.state(),
            cursor,
            done,
            total,
            job.refused() + refused.size(),
            listed,
            "",
            job.createdAt());
    saved.accept(job);
  }
}
