package dev.kith.server.work;

import java.util.function.Supplier;

/// Where the time of the work goes: tells a listener how long each `encode` and each `search` took.
/// Thread-safe; the listener is called on the thread that did the work and must be quick.
public final class Stages {
  private volatile Listener listener = (_, _) -> {};

  @FunctionalInterface
  public interface Listener {
    void took(String stage, long nanos);
  }

  /// Tells this listener from now on, and no other.
  public void tell(Listener listener) {
    this.listener = listener;
  }

  <T> T timed(String stage, Supplier<T> work) {
    long began = System.nanoTime();
    try {
      return work.get();
    } finally {
      listener.took(stage, System.nanoTime() - began);
    }
  }
}
