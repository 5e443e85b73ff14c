package dev.kith.gallery.cohort;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Where a cohort's thread waits for something to do, and others for it to have done all there is.
/// Its lock is held for moments only: commits take it. Thread-safe.
final class News {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private boolean settled;
  private boolean closed;

  /// Something moved: whoever waits looks again.
  void ring() {
    lock.lock();
    try {
      settled = false;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all there is to do is done.
  ///
  /// @return false when the time was up first
  boolean awaitSettled(Duration most) {
    long until = System.nanoTime() + most.toNanos();
    lock.lock();
    try {
      while (!settled && !closed) {
        long left = until - System.nanoTime();
        if (left <= 0 || moved.awaitNanos(left) <= 0) {
          return settled;
        }
      }
      return settled;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// With nothing left to do: tells those that wait, then waits for news, a second at most.
  ///
  /// @param idle whether there is still nothing to do, now that no news can come in between
  void rest(BooleanSupplier idle) {
    lock.lock();
    try {
      while (idle.getAsBoolean() && !closed) {
        settled = true;
        moved.signalAll();
        if (!moved.await(1, TimeUnit.SECONDS)) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /// Waits that long, whatever the news; not when it is closed.
  void pause(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    lock.lock();
    try {
      for (long left = time.toNanos(); left > 0 && !closed; left = until - System.nanoTime()) {
        moved.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      closed = true;
    } finally {
      lock.unlock();
    }
  }
}
