package dev.kith.gallery;

/// A gallery as the registry lists it.
///
/// @param id the registry's own, never used twice: directories are named by it
/// @param generation the number of the generation in charge
public record GalleryEntry(
    long id, GalleryName name, Space space, int generation, GallerySettings settings) {
  /// The gallery as it would be with another of its generations in charge.
  public GalleryEntry with(GenerationEntry other) {
    return new GalleryEntry(
        id, name, other.space(), other.number(), settings.encodedBy(other.encoder()));
  }
}
