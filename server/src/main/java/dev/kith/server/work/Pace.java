package dev.kith.server.work;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A share of the pool's threads for one job: so many tasks at once, and a rest after each where
/// the share is no whole number of threads. Thread-safe.
final class Pace {
  private final WorkPool pool;
  private final int threads;
  private final double rest;
  private final Semaphore room;

  /// @param share of the pool's threads, in (0, 1]
  Pace(WorkPool pool, double share) {
    double wanted = share * pool.workers();
    this.pool = pool;
    this.threads = (int) Math.max(1, Math.ceil(wanted - 1e-9));
    this.rest = threads / wanted - 1;
    this.room = new Semaphore(threads);
  }

  /// Threads' worth of work that gets done.
  double speed() {
    return threads / (1 + rest);
  }

  /// Runs a task on the pool's bulk share; blocks while as many as may be are under way, or rest.
  <T> CompletableFuture<T> run(Callable<T> task) throws InterruptedException {
    room.acquire();
    try {
      return pool.bulk(() -> timed(task))
          .whenComplete((_, failure) -> {
            if (failure != null) {
              room.release();
            }
          });
    } catch (RuntimeException e) {
      room.release();
      throw e;
    }
  }

  private <T> T timed(Callable<T> task) throws Exception {
    long began = System.nanoTime();
    T done = task.call();
    long pause = (long) (rest * (System.nanoTime() - began));
    Executor after =
        pause == 0 ? Runnable::run : CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS);
    after.execute(room::release);
    return done;
  }
}
