package dev.kith.gallery.registry;

import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A process to be killed: threads that enrol units of three templates and print the number of each
/// unit once it is acknowledged.
final class CrashingWriter {
  private CrashingWriter() {}

  /// @param arguments the directory, the first unit's number, the number of threads, and how many
  ///   units at most
  public static void main(String[] arguments) throws InterruptedException {
    Registry registry = SqliteRegistry.open(Path.of(arguments[0]));
    GalleryEntry gallery = Rows.gallery(registry);
    AtomicLong next = new AtomicLong(Long.parseLong(arguments[1]));
    long end = next.get() + Long.parseLong(arguments[3]);
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      Thread.ofPlatform().start(() -> enrol(registry, gallery, next, end));
    }
  }

  private static void enrol(Registry registry, GalleryEntry gallery, AtomicLong next, long end) {
    for (long unit = next.getAndIncrement(); unit < end; unit = next.getAndIncrement()) {
      String subject = "s" + unit;
      registry
          .submit(
              gallery,
              List.of(
                  Rows.enrol(subject, "a", 3 * unit),
                  Rows.enrol(subject, "b", 3 * unit + 1),
                  Rows.enrol(subject, "c", 3 * unit + 2)))
          .join();
      synchronized (System.out) {
        System.out.println("acknowledged " + unit);
        System.out.flush();
      }
    }
  }
}
