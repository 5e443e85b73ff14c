package dev.kith.gallery;

import java.util.List;
import java.util.Optional;

/// The strangers of galleries as the registry holds them. Thread-safe; reads see committed rows. A
/// row whose checksum fails is left out and logged.
public interface Strangers {
  /// By number, after the given one, with an embedding in the space.
  List<Stranger> page(
      GalleryEntry gallery, Stranger.Role role, Space space, long afterNumber, int limit);

  /// By id, after the given one, with an embedding in the gallery's space.
  List<Stranger> list(
      GalleryEntry gallery, Stranger.Role role, Optional<StrangerId> after, int limit);

  Optional<Stranger> find(GalleryEntry gallery, Stranger.Role role, StrangerId id);

  long count(GalleryEntry gallery, Stranger.Role role);
}
