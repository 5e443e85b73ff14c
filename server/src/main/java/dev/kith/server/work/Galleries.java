package dev.kith.server.work;

import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GalleryName;
import dev.kith.gallery.GallerySettings;
import dev.kith.gallery.Generations;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Space;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// The galleries of one data directory, all open. Thread-safe; changes to the list itself are made
/// one at a time.
public final class Galleries implements AutoCloseable {
  private final Registry registry;
  private final Generations generations;
  private final Path directory;
  private final Encoders encoders;
  private final Map<GalleryName, Gallery> open = new ConcurrentSkipListMap<>();

  Galleries(Registry registry, Generations generations, Path directory, Encoders encoders) {
    this.registry = registry;
    this.generations = generations;
    this.directory = directory;
    this.encoders = encoders;
    Optional<GalleryName> after = Optional.empty();
    for (List<GalleryEntry> page = registry.galleries(after, 1000);
        !page.isEmpty();
        page = registry.galleries(after, 1000)) {
      page.forEach(this::open);
      after = Optional.of(page.getLast().name());
    }
  }

  private Gallery open(GalleryEntry entry) {
    Gallery gallery = Gallery.open(registry, generations, directory, entry);
    open.put(entry.name(), gallery);
    return gallery;
  }

  /// Creates a gallery or changes the settings of the one of that name.
  ///
  /// @throws GalleryException.Conflict `use-reindex` when another encoder or dimension is asked of
  ///   a gallery that isn't empty
  public synchronized Gallery put(GalleryName name, GalleryWish wish) {
    Optional<GalleryEntry> before = registry.gallery(name);
    Space space = space(name, wish, before);
    Optional<String> encoder =
        wish.dimension().isPresent()
            ? Optional.empty()
            : wish.encoder().or(() -> before.flatMap(entry -> entry.settings().encoder()));
    GallerySettings base = before.map(GalleryEntry::settings).orElse(GallerySettings.DEFAULTS);
    GalleryEntry entry = registry.put(name, space, wish.over(base, encoder));
    Gallery gallery = open.get(name);
    if (gallery != null && gallery.entry().space().equals(entry.space())) {
      gallery.refresh(entry);
      return gallery;
    }
    if (gallery != null) {
      gallery.close();
      gallery.drop();
    }
    return open(entry);
  }

  private Space space(GalleryName name, GalleryWish wish, Optional<GalleryEntry> before) {
    if (wish.encoder().isPresent() && wish.dimension().isPresent()) {
      throw new GalleryException.Invalid(
          "encoder-or-dimension", "got both an encoder and a dimension, expected one of them");
    }
    if (wish.dimension().isPresent()) {
      return Space.vectors(name, wish.dimension().getAsInt());
    }
    if (wish.encoder().isPresent()) {
      String encoder = wish.encoder().get();
      boolean unchanged =
          before.flatMap(entry -> entry.settings().encoder()).filter(encoder::equals).isPresent();
      return unchanged ? before.orElseThrow().space() : encoders.space(encoder);
    }
    return before
        .map(GalleryEntry::space)
        .orElseThrow(() ->
            new GalleryException.Invalid(
                "encoder-or-dimension",
                "got neither an encoder nor a dimension, expected one of them for a new gallery"));
  }

  /// @throws GalleryException.NotFound `no-such-gallery`
  public Gallery get(GalleryName name) {
    Gallery gallery = open.get(name);
    if (gallery == null) {
      throw new GalleryException.NotFound(
          "no-such-gallery", "there is no gallery named %s".formatted(name));
    }
    return gallery;
  }

  /// By name, after the given one.
  public List<Gallery> list(Optional<GalleryName> after, int limit) {
    return open.entrySet().stream()
        .filter(each -> after.isEmpty() || each.getKey().compareTo(after.get()) > 0)
        .limit(limit)
        .map(Map.Entry::getValue)
        .toList();
  }

  public List<Gallery> all() {
    return List.copyOf(open.values());
  }

  /// Takes a gallery away at once; its rows and files go behind.
  ///
  /// @throws GalleryException.NotFound `no-such-gallery`
  public synchronized void erase(GalleryName name) {
    Gallery gallery = get(name);
    registry.erase(name);
    open.remove(name);
    gallery.close();
    gallery.drop();
  }

  /// Whether some generation of a gallery needs the space.
  boolean pins(Space space) {
    return open.values().stream()
        .flatMap(gallery -> gallery.spaces().stream())
        .anyMatch(entry -> entry.space().equals(space));
  }

  @Override
  public void close() {
    open.values().forEach(Gallery::close);
  }
}
