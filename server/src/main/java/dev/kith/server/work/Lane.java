package dev.kith.server.work;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A thread that runs jobs one at a time, in the order they came.
final class Lane implements AutoCloseable {
  private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile @Nullable Progress running;
  private volatile boolean closed;

  /// @param run takes a job by its id to its end
  Lane(String name, Consumer<String> run) {
    thread = Thread.ofPlatform().daemon().name("kith-jobs-" + name).unstarted(() -> serve(run));
  }

  void start() {
    thread.start();
  }

  private void serve(Consumer<String> run) {
    while (!closed) {
      try {
        run.accept(queue.take());
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  void add(String job) {
    queue.add(job);
  }

  void remove(String job) {
    queue.remove(job);
  }

  @Nullable Progress running() {
    return running;
  }

  void running(@Nullable Progress progress) {
    running = progress;
  }

  /// Waits for the job at hand, which was told to stop before.
  @Override
  public void close() {
    closed = true;
    try {
      while (thread.isAlive()) {
        if (running == null) {
          thread.interrupt();
        }
        thread.join(20);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
