package dev.kith.server.work;

import dev.kith.gallery.GalleryName;
import dev.kith.gallery.Job;
import java.nio.file.Path;
import java.util.Optional;

/// A process to be killed: begins a reindex, or goes on with the one there is, and ends with it.
final class ReindexingProcess {
  private ReindexingProcess() {}

  /// @param arguments the directory, the gallery, the encoder
  public static void main(String[] arguments) throws InterruptedException {
    try (Kith kith = TestKith.open(Path.of(arguments[0]), KithOptions.defaults()).kith()) {
      GalleryName gallery = new GalleryName(arguments[1]);
      Optional<Job> before =
          kith.jobs().list(Optional.empty(), 100).stream()
              .filter(job -> job.kind().equals(ReindexJob.KIND))
              .findFirst();
      System.out.println("opened");
      Job job =
          before.orElseGet(
              () -> kith.reindexing().begin(gallery, ReindexWish.to(Optional.of(arguments[2]))));
      while (!kith.jobs().get(job.id()).state().isOver()) {
        Thread.sleep(2);
      }
      System.out.println(kith.jobs().get(job.id()).state());
    }
  }
}
