package dev.kith.gallery;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One generation of a gallery at its place in the change log. A damaged one, or one that was left
/// behind, is dropped and rebuilt from the registry by a thread of its own. Thread-safe.
final class Followed implements AutoCloseable {
  private final Registry registry;
  private final Generations generations;
  private final Path home;

  /// As if this generation were in charge.
  private final GalleryEntry gallery;

  private volatile double promised;
  private volatile @Nullable InPlace inPlace;
  private volatile @Nullable Thread rebuild;
  private volatile boolean closed;

  private record InPlace(Generation generation, Registry.Subscription subscription) {
    void close() {
      subscription.close();
      generation.close();
    }
  }

  private Followed(Registry registry, Generations generations, Path home, GalleryEntry gallery) {
    this.registry = registry;
    this.generations = generations;
    this.home = home;
    this.gallery = gallery;
    promised = gallery.settings().recall();
  }

  /// Opens the generation and brings it to the head of the log; never fails because of damage.
  static Followed open(
      Registry registry, Generations generations, Path home, GalleryEntry gallery) {
    Followed followed = new Followed(registry, generations, home, gallery);
    try {
      followed.place(generations.open(home, gallery.generation(), gallery.space()));
    } catch (CorruptionException damage) {
      followed.rebuildBecause(damage.getMessage());
    }
    return followed;
  }

  /// Builds the generation from the registry's rows on the caller's thread.
  ///
  /// @param share of the cores that it may take
  /// @throws RegistryScan.Abandoned once `abandoned` says so
  static Followed build(
      Registry registry,
      Generations generations,
      Path home,
      GalleryEntry gallery,
      double share,
      BooleanSupplier abandoned) {
    Followed followed = new Followed(registry, generations, home, gallery);
    followed.build(share, abandoned);
    return followed;
  }

  /// Empty while it is being rebuilt.
  Optional<Generation> generation() {
    return Optional.ofNullable(inPlace).map(InPlace::generation);
  }

  /// Recall from now on; see [Generation#promise].
  void promise(double recall) {
    promised = recall;
    generation().ifPresent(each -> each.promise(recall));
  }

  private void place(Generation generation) {
    generation.promise(promised);
    try {
      inPlace =
          new InPlace(
              generation,
              registry.subscribe(
                  gallery, generation, failure -> rebuildBecause(failure.getMessage())));
    } catch (GalleryException.Conflict trimmed) {
      generation.close();
      rebuildBecause(trimmed.getMessage());
    }
  }

  /// The log is held meanwhile, so that it can be followed from where the scan began.
  private void build(double share, BooleanSupplier abandoned) {
    try (Registry.Subscription _ = registry.hold(gallery)) {
      place(
          generations.rebuild(
              home,
              gallery.generation(),
              gallery.space(),
              new RegistryScan(registry, gallery, share, abandoned)));
    }
  }

  /// Drops the generation and builds it anew behind the scenes; nothing is lost, the registry is
  /// the truth.
  private synchronized void rebuildBecause(@Nullable String reason) {
    if (closed || rebuild != null) {
      return;
    }
    InPlace dropped = inPlace;
    inPlace = null;
    System.getLogger(Followed.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "gallery %s: generation %d is rebuilt: %s"
                .formatted(gallery.name(), gallery.generation(), reason));
    rebuild =
        Thread.ofPlatform()
            .name("kith-rebuild-" + gallery.name())
            .start(() -> rebuildAfter(dropped));
  }

  private void rebuildAfter(@Nullable InPlace dropped) {
    try {
      if (dropped != null) {
        dropped.close();
      }
      build(1, () -> closed);
      rebuild = null;
      if (closed) {
        close();
      }
    } catch (RegistryScan.Abandoned _) {
      rebuild = null;
    }
  }

  /// Stops following and closes the generation.
  @Override
  public void close() {
    Thread rebuilding;
    InPlace last;
    synchronized (this) {
      closed = true;
      rebuilding = rebuild;
      last = inPlace;
      inPlace = null;
    }
    if (rebuilding != null && rebuilding != Thread.currentThread()) {
      join(rebuilding);
    }
    if (last != null) {
      last.close();
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
