package dev.kith.tools.target;

import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Write;
import dev.kith.server.work.Item;
import dev.kith.server.work.ItemReader;
import dev.kith.server.work.Kith;
import dev.kith.server.work.Presented;
import dev.kith.tools.source.Source;
import dev.kith.tools.source.SourceItem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes a source into an open directory, as enrolments or as strangers: the pool encodes, the
/// registry's writer commits many at once. What a crash cuts off is done by the next import of the
/// same source, which passes over what stands.
final class DirectoryImport {
  /// How many items may be under way: enough to fill the writer's commits.
  private static final int WINDOW = 4096;

  private final Kith kith;
  private final Function<Item, List<Write>> rows;
  private final Gallery gallery;
  private final ImportLog log;
  private final Semaphore room = new Semaphore(WINDOW);
  private volatile @Nullable Throwable stop;

  /// @param rows what an item asks for
  DirectoryImport(Kith kith, Function<Item, List<Write>> rows, Gallery gallery, ImportLog log) {
    this.kith = kith;
    this.rows = rows;
    this.gallery = gallery;
    this.log = log;
  }

  void run(Source source) throws IOException {
    try {
      while (stop == null && source.hasNext()) {
        begin(source.next());
      }
      room.acquire(WINDOW);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while importing");
    }
    if (stop != null) {
      throw new CompletionException(stop);
    }
  }

  private void begin(SourceItem item) throws InterruptedException {
    if (item instanceof SourceItem.Refused(String origin, String code, String reason)) {
      log.refused(new ImportLog.Refusal(origin, code, reason));
      return;
    }
    room.acquire();
    CompletableFuture<?> _ =
        kith.pool()
            .bulk(() -> enrol(item))
            .thenCompose(Function.identity())
            .whenComplete((_, failure) -> done(item, failure));
  }

  private CompletionStage<?> enrol(SourceItem item) {
    return gallery.submit(rows.apply(read(item)));
  }

  private static Item read(SourceItem item) {
    return switch (item) {
      case SourceItem.Sample it -> Item.of(it.subject(), new Presented.Image(it.image()));
      case SourceItem.Row it ->
          Item.of(it.subject(), new Presented.Vector(it.values(), Optional.empty()));
      case SourceItem.Line it -> ItemReader.read(it.json());
      case SourceItem.Refused it -> throw new IllegalArgumentException(it.reason());
    };
  }

  private void done(SourceItem item, @Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    switch (cause) {
      case null -> log.enrolled();
      // no item's fault: the directory takes no more writes
      case GalleryException.Unavailable e -> stop = e;
      case GalleryException e ->
          log.refused(
              new ImportLog.Refusal(item.origin(), e.code(), String.valueOf(e.getMessage())));
      default -> stop = cause;
    }
    room.release();
  }
}
