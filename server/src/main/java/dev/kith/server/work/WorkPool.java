package dev.kith.server.work;

import dev.kith.gallery.GalleryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A bounded pool of platform threads for straight-line work: decode, encode, search, decide. Two
/// queues: interactive work goes first, bulk work runs on at most its share of the threads.
/// Thread-safe.
public final class WorkPool implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition bulkRoom = lock.newCondition();
  private final Queue<Task<?>> interactive = new ArrayDeque<>();
  private final Queue<Task<?>> bulk = new ArrayDeque<>();
  private final List<Thread> threads = new ArrayList<>();
  private final int room;
  private final int bulkShare;
  private int bulkRunning;
  private int running;
  private boolean closed;

  private record Task<T>(Callable<T> call, CompletableFuture<T> result) {
    @SuppressWarnings(
        "CatchingUnchecked") // whatever the work throws belongs to whoever asked for it
    void run() {
      try {
        result.complete(call.call());
      } catch (Throwable failure) {
        result.completeExceptionally(failure);
      }
    }
  }

  /// @param workers threads, at least 1
  /// @param room how many interactive tasks may wait
  /// @param bulkShare how many threads bulk work may hold at once, 1 to `workers`
  public WorkPool(int workers, int room, int bulkShare) {
    this.room = room;
    this.bulkShare = Math.clamp(bulkShare, 1, workers);
    for (int i = 1; i <= workers; i++) {
      threads.add(Thread.ofPlatform().daemon().name("kith-work-" + i).start(this::serve));
    }
  }

  /// Queues work somebody waits for.
  ///
  /// @throws GalleryException.Unavailable `busy` when the queue is full or the pool is closed
  public <T> CompletableFuture<T> interactive(Callable<T> call) {
    Task<T> task = new Task<>(call, new CompletableFuture<>());
    lock.lock();
    try {
      if (closed || interactive.size() >= room) {
        throw new GalleryException.Unavailable(
            "busy", "%d requests wait already, expected fewer".formatted(interactive.size()));
      }
      interactive.add(task);
      work.signal();
      return task.result;
    } finally {
      lock.unlock();
    }
  }

  /// Queues work of a job; blocks while as much of it waits as bulk may hold threads.
  ///
  /// @throws GalleryException.Unavailable `busy` when the pool is closed
  public <T> CompletableFuture<T> bulk(Callable<T> call) throws InterruptedException {
    Task<T> task = new Task<>(call, new CompletableFuture<>());
    lock.lock();
    try {
      while (!closed && bulk.size() >= bulkShare) {
        bulkRoom.await();
      }
      if (closed) {
        throw new GalleryException.Unavailable("busy", "the pool is closed");
      }
      bulk.add(task);
      work.signal();
      return task.result;
    } finally {
      lock.unlock();
    }
  }

  /// Interactive tasks that wait now.
  public int waiting() {
    lock.lock();
    try {
      return interactive.size();
    } finally {
      lock.unlock();
    }
  }

  /// Threads at work now.
  public int running() {
    lock.lock();
    try {
      return running;
    } finally {
      lock.unlock();
    }
  }

  public int workers() {
    return threads.size();
  }

  private void serve() {
    for (Taken next = take(); next != null; next = take()) {
      next.task.run();
      done(next.isBulk);
    }
  }

  private record Taken(Task<?> task, boolean isBulk) {}

  private @Nullable Taken take() {
    lock.lock();
    try {
      while (true) {
        Task<?> first = interactive.poll();
        if (first != null) {
          running++;
          return new Taken(first, false);
        }
        if (bulkRunning < bulkShare && !bulk.isEmpty()) {
          running++;
          bulkRunning++;
          bulkRoom.signal();
          return new Taken(bulk.remove(), true);
        }
        if (closed) {
          return null;
        }
        work.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void done(boolean wasBulk) {
    lock.lock();
    try {
      running--;
      if (wasBulk) {
        bulkRunning--;
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes no more work, finishes what waits, and ends the threads.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
      bulkRoom.signalAll();
    } finally {
      lock.unlock();
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
