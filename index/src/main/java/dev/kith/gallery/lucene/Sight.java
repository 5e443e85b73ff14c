package dev.kith.gallery.lucene;

import dev.kith.gallery.GalleryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.index.DirectoryReader;

/// What searches see now: one immutable view, swapped whole. Thread-safe; one thread at a time
/// swaps.
final class Sight {
  private volatile View view;
  private volatile boolean closed;

  Sight(View first) {
    view = first;
  }

  /// What one search does with a view.
  @FunctionalInterface
  interface Looking<T> {
    T at(View view) throws IOException;
  }

  View view() {
    return view;
  }

  void show(View next) {
    view = next;
  }

  /// Searches one view and holds its files meanwhile.
  ///
  /// @throws GalleryException.Unavailable `closed` after [#close]
  <T> T look(Looking<T> search) {
    while (true) {
      View now = view;
      if (now.reader().tryIncRef()) {
        try {
          return search.at(now);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } finally {
          release(now.reader());
        }
      }
      if (closed) {
        throw new GalleryException.Unavailable("closed", "the gallery is closed");
      }
      Thread.onSpinWait();
    }
  }

  private static void release(DirectoryReader reader) {
    try {
      reader.decRef();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Lets running searches finish; none begins afterwards.
  void close() {
    closed = true;
    release(view.reader());
  }
}
