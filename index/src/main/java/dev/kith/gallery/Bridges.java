package dev.kith.gallery;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Embeddings carried from one of a gallery's spaces into another because their sample wasn't kept,
/// and the bridges they came by; see [dev.kith.gallery.bridge.Bridge]. Thread-safe.
public interface Bridges {
  /// Samples and what they are in the space, of about `most` of those there are: whole subjects,
  /// always the same ones, and strangers of the cohort first.
  List<Sampled> sampled(GalleryEntry gallery, Space space, int most);

  /// @param identity whose it is; negative for strangers, the same for samples of one person
  record Sampled(long identity, SampleDigest sample, Embedding embedding) {}

  /// Templates that have no sample, an embedding in one space and none in the other, and whose
  /// subject has only bridged ones there, if any: what a bridge can carry. With the embedding in
  /// the first, by number, after the given one.
  List<Template> uncarried(GalleryEntry gallery, Space from, Space to, long afterNumber, int limit);

  /// The bridge between two of the gallery's spaces, as its bytes.
  ///
  /// @throws CorruptionException when it is damaged
  Optional<byte[]> kept(GalleryEntry gallery, Space from, Space to);

  /// Keeps one, in the place of an older one. Blocks for the commit.
  void keep(GalleryEntry gallery, Space from, Space to, byte[] bridge);

  /// How many templates have a bridged embedding in the space.
  long count(GalleryEntry gallery, Space space);

  /// Whether any has.
  boolean any(GalleryEntry gallery, Space space);

  /// How many subjects have bridged embeddings in the space. Reads them all.
  long subjects(GalleryEntry gallery, Space space);

  /// Which of the subjects have bridged embeddings in the space.
  Set<SubjectId> among(GalleryEntry gallery, Space space, List<SubjectId> subjects);
}
