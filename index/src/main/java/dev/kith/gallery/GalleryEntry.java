package dev.kith.gallery;

/// A gallery as the registry lists it.
///
/// @param id the registry's own, never used twice: directories are named by it
/// @param generation the number of the generation in charge
public record GalleryEntry(
    long id, GalleryName name, Space space, int generation, GallerySettings settings) {}
