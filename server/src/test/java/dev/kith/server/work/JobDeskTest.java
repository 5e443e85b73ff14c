package dev.kith.server.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Job;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class JobDeskTest {
  private static final GalleryName STAFF = new GalleryName("staff");
  private final MemoryJobs rows = new MemoryJobs();
  private final Counting counting = new Counting();

  @Test
  void aJobRunsToItsEndAndTellsEachStep() throws Exception {
    counting.leave.release(5);
    try (JobDesk desk = desk()) {
      Job job = desk.submit("j1", "count", STAFF, 5);
      BlockingQueue<Job> heard = new LinkedBlockingQueue<>();
      try (var _ = desk.listen(job.id(), heard::add)) {
        Job end = await(heard, each -> each.state() == Job.State.DONE);
        assertThat(end.done()).isEqualTo(5);
        assertThat(end.refused()).isEqualTo(1);
        assertThat(end.refusals()).containsExactly(new Job.Refusal(3, "odd", "three"));
      }
    }
  }

  @Test
  void aPausedJobGoesOnWhereItStood() throws Exception {
    try (JobDesk desk = desk()) {
      desk.submit("j1", "count", STAFF, 5);
      counting.leave.release(2);
      BlockingQueue<Job> heard = new LinkedBlockingQueue<>();
      try (var _ = desk.listen("j1", heard::add)) {
        await(heard, each -> each.done() == 2);
        desk.pause("j1");
        counting.leave.release(1);
        Job paused = await(heard, each -> each.state() == Job.State.PAUSED);
        assertThat(paused.done()).isBetween(2L, 3L);
        counting.leave.release(2);
        desk.resume("j1");
        assertThat(await(heard, each -> each.state() == Job.State.DONE).done()).isEqualTo(5);
      }
    }
    assertThat(counting.steps).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void aJobUnderWayGoesOnAfterARestart() throws Exception {
    try (JobDesk desk = desk()) {
      desk.submit("j1", "count", STAFF, 5);
      counting.leave.release(2);
      BlockingQueue<Job> heard = new LinkedBlockingQueue<>();
      var _ = desk.listen("j1", heard::add);
      await(heard, each -> each.done() == 2);
      counting.leave.release(1);
    }
    assertThat(rows.find("j1").orElseThrow().state()).isEqualTo(Job.State.QUEUED);
    counting.leave.release(5);
    try (JobDesk desk = desk()) {
      BlockingQueue<Job> heard = new LinkedBlockingQueue<>();
      var _ = desk.listen("j1", heard::add);
      assertThat(await(heard, each -> each.state() == Job.State.DONE).done()).isEqualTo(5);
    }
    assertThat(counting.steps).doesNotHaveDuplicates().hasSize(5);
  }

  @Test
  void aJobThatBreaksFailsAndTheNextOneRuns() throws Exception {
    counting.leave.release(10);
    try (JobDesk desk = desk()) {
      desk.submit("j1", "break", STAFF, 0);
      desk.submit("j2", "count", STAFF, 5);
      BlockingQueue<Job> heard = new LinkedBlockingQueue<>();
      var _ = desk.listen("j2", heard::add);
      await(heard, each -> each.state() == Job.State.DONE);
      assertThat(desk.get("j1").state()).isEqualTo(Job.State.FAILED);
      assertThat(desk.get("j1").failure()).isEqualTo("as planned");
    }
  }

  @Test
  void aCancelledJobStopsAndAnEndedOneGoesFromTheList() throws Exception {
    try (JobDesk desk = desk()) {
      desk.submit("j1", "count", STAFF, 5);
      BlockingQueue<Job> heard = new LinkedBlockingQueue<>();
      var _ = desk.listen("j1", heard::add);
      counting.leave.release(1);
      await(heard, each -> each.done() == 1);
      desk.cancel("j1");
      counting.leave.release(1);
      await(heard, each -> each.state() == Job.State.CANCELLED);
      assertThatThrownBy(() -> desk.pause("j1")).isInstanceOf(GalleryException.Conflict.class);
      desk.cancel("j1");
      assertThatThrownBy(() -> desk.get("j1")).isInstanceOf(GalleryException.NotFound.class);
    }
  }

  @Test
  void aFullDiskPausesAJobThatWaitsAndKeepsTheDeskAlive() throws Exception {
    counting.leave.release(2);
    try (JobDesk desk = desk()) {
      desk.submit("j1", "count", STAFF, 5);
      BlockingQueue<Job> heard = new LinkedBlockingQueue<>();
      var _ = desk.listen("j1", heard::add);
      await(heard, each -> each.done() == 2);
      rows.full(true);
      counting.leave.release(1);
      Job paused = await(heard, each -> each.state() == Job.State.PAUSED);
      assertThat(paused.failure()).contains("disk of the registry is full");
      assertThat(desk.get("j1")).isEqualTo(paused);
      assertThat(rows.find("j1").orElseThrow().state()).isEqualTo(Job.State.RUNNING);
      assertThatThrownBy(() -> desk.resume("j1")).isInstanceOf(GalleryException.Unavailable.class);
      assertThat(desk.get("j1").state()).isEqualTo(Job.State.PAUSED);
      rows.full(false);
      counting.leave.release(5);
      desk.resume("j1");
      assertThat(await(heard, each -> each.state() == Job.State.DONE).done()).isEqualTo(5);
    }
  }

  @Test
  void whereAJobStandsIsWrittenOnceThereIsRoom() throws Exception {
    try (JobDesk desk = desk()) {
      desk.submit("j1", "count", STAFF, 5);
      rows.full(true);
      BlockingQueue<Job> heard = new LinkedBlockingQueue<>();
      var _ = desk.listen("j1", heard::add);
      counting.leave.release(1);
      await(heard, each -> each.state() == Job.State.PAUSED);
      rows.full(false);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (rows.find("j1").orElseThrow().state() != Job.State.PAUSED) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(20);
      }
    }
  }

  private JobDesk desk() {
    return new JobDesk(rows, Map.of("count", counting, "break", new Breaking()));
  }

  private static Job await(BlockingQueue<Job> heard, Predicate<Job> wanted) throws Exception {
    while (true) {
      Job job = heard.poll(10, TimeUnit.SECONDS);
      assertThat(job).as("a further step within ten seconds").isNotNull();
      if (wanted.test(job)) {
        return job;
      }
    }
  }

  /// Counts to its total, one step for each leave it is given, and refuses the third.
  private static final class Counting implements JobDesk.Kind {
    final Semaphore leave = new Semaphore(0);
    final List<Long> steps = new CopyOnWriteArrayList<>();

    @Override
    public void run(Progress progress) throws InterruptedException {
      long done = progress.job().done();
      while (done < progress.job().total() && !progress.stopping()) {
        if (!leave.tryAcquire(10, TimeUnit.MILLISECONDS)) {
          continue;
        }
        done++;
        steps.add(done);
        List<Job.Refusal> refused =
            done == 3 ? List.of(new Job.Refusal(3, "odd", "three")) : List.of();
        progress.advance(Long.toString(done), done, progress.job().total(), refused);
      }
    }

    @Override
    public boolean waits() {
      return true;
    }

    @Override
    public void tidy(Job job) {}
  }

  private static final class Breaking implements JobDesk.Kind {
    @Override
    public void run(Progress progress) {
      throw new IllegalStateException("as planned");
    }

    @Override
    public void tidy(Job job) {}
  }
}
