package dev.kith.server.http;

import dev.kith.gallery.GalleryException;
import java.util.concurrent.atomic.AtomicLong;

/// The memory that request bodies hold together; bounded, so that many large bodies at once are
/// told to come back rather than to take the process with them. Thread-safe.
final class HeldBytes {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  HeldBytes(long most) {
    this.most = most;
  }

  /// @throws GalleryException.Unavailable `busy` when there is no room for them now
  void take(long bytes) {
    if (held.addAndGet(bytes) > most) {
      held.addAndGet(-bytes);
      throw new GalleryException.Unavailable(
          "busy",
          "other requests hold the memory that bodies may take, expected %d bytes of it free"
              .formatted(bytes));
    }
  }

  void give(long bytes) {
    held.addAndGet(-bytes);
  }

  long held() {
    return held.get();
  }
}
