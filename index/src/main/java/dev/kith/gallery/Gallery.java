package dev.kith.gallery;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A named collection of enrolled subjects, open for work: the registry's rows, and the generation
/// in charge that follows them. Thread-safe; a search runs against one immutable view.
///
/// Opening never fails because of a damaged generation: such a one is dropped and rebuilt from the
/// registry by a thread of its own, and searches answer `rebuilding` until it stands.
public final class Gallery implements AutoCloseable {
  private final Registry registry;
  private final Generations generations;
  private final Path directory;
  private volatile GalleryEntry entry;
  private volatile @Nullable InCharge inCharge;
  private volatile @Nullable Thread rebuild;
  private volatile boolean closed;

  private record InCharge(Generation generation, Registry.Subscription subscription) {}

  private Gallery(Registry registry, Generations generations, Path directory, GalleryEntry entry) {
    this.registry = registry;
    this.generations = generations;
    this.directory = directory;
    this.entry = entry;
  }

  /// Opens the generation in charge and brings it to the head of the log.
  ///
  /// @param directory where generations live; this gallery's are named by its id and their number
  public static Gallery open(
      Registry registry, Generations generations, Path directory, GalleryEntry entry) {
    Gallery gallery = new Gallery(registry, generations, directory, entry);
    try {
      gallery.charge(generations.open(gallery.home(), entry.generation(), entry.space()));
    } catch (CorruptionException damage) {
      gallery.rebuildBecause(damage.getMessage());
    }
    return gallery;
  }

  private Path home() {
    return directory.resolve(entry.id() + "-" + entry.generation());
  }

  private void charge(Generation generation) {
    try {
      inCharge =
          new InCharge(
              generation,
              registry.subscribe(
                  entry, generation, failure -> rebuildBecause(failure.getMessage())));
    } catch (GalleryException.Conflict trimmed) {
      generation.close();
      rebuildBecause(trimmed.getMessage());
    }
  }

  /// Drops the generation and builds it anew behind the scenes; nothing is lost, the registry is
  /// the truth.
  private synchronized void rebuildBecause(@Nullable String reason) {
    if (closed || rebuild != null) {
      return;
    }
    InCharge dropped = inCharge;
    inCharge = null;
    System.getLogger(Gallery.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "gallery %s: generation %d is rebuilt: %s"
                .formatted(entry.name(), entry.generation(), reason));
    rebuild =
        Thread.ofPlatform().name("kith-rebuild-" + entry.name()).start(() -> rebuildAfter(dropped));
  }

  private void rebuildAfter(@Nullable InCharge dropped) {
    try {
      if (dropped != null) {
        dropped.subscription().close();
        dropped.generation().close();
      }
      Generation built =
          generations.rebuild(
              home(),
              entry.generation(),
              entry.space(),
              new RegistryScan(registry, entry, () -> closed));
      rebuild = null;
      charge(built);
      if (closed) {
        close();
      }
    } catch (RegistryScan.Abandoned _) {
      rebuild = null;
    }
  }

  public GalleryEntry entry() {
    return entry;
  }

  /// The registry's row changed: settings take effect at once.
  public void refresh(GalleryEntry current) {
    entry = current;
  }

  /// The generation in charge; hold on to it for the whole of one request.
  ///
  /// @throws GalleryException.Unavailable `rebuilding` while there is none
  public Generation generation() {
    return running()
        .orElseThrow(() ->
            new GalleryException.Unavailable(
                "rebuilding",
                "gallery %s rebuilds generation %d, expected it to stand again soon"
                    .formatted(entry.name(), entry.generation())));
  }

  /// The generation in charge, empty while it is being rebuilt.
  public Optional<Generation> running() {
    return Optional.ofNullable(inCharge).map(InCharge::generation);
  }

  /// Is it this subject?
  ///
  /// @throws GalleryException.NotFound `no-such-subject` when the subject has no template
  public static Verification verify(
      Generation generation, Probe probe, SubjectId subject, Threshold threshold) {
    OptionalDouble best = generation.best(probe, subject);
    Score score =
        new Score(
            (float)
                best.orElseThrow(() ->
                    new GalleryException.NotFound(
                        "no-such-subject",
                        "subject %s has no template to compare with".formatted(subject))));
    Candidate only = new Candidate(subject, score, new TemplateId("-"));
    return threshold.judge(List.of(only)) instanceof Identification.Match
        ? new Verification.Same(score, threshold)
        : new Verification.Different(score, threshold);
  }

  /// Changes rows; see [Registry#submit].
  public CompletableFuture<List<Receipt>> submit(List<Write> writes) {
    return registry.submit(entry, writes);
  }

  /// Removes the files of a closed gallery's generation.
  public void drop() {
    generations.drop(home());
  }

  /// Stops following and closes the generation; the registry stays open.
  @Override
  public void close() {
    Thread rebuilding;
    InCharge last;
    synchronized (this) {
      closed = true;
      rebuilding = rebuild;
      last = inCharge;
      inCharge = null;
    }
    if (rebuilding != null && rebuilding != Thread.currentThread()) {
      join(rebuilding);
    }
    if (last != null) {
      last.subscription().close();
      last.generation().close();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
