package dev.kith.gallery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The generations of galleries in the registry: which there are, which is in charge, and what they
/// lack. Calls that change something block for their commit. Thread-safe.
public interface Lineage {
  /// By number, dropped ones too.
  List<GenerationEntry> of(GalleryEntry gallery);

  /// Lists a new generation, building; from now on rows may have embeddings of its space.
  ///
  /// @throws GalleryException.Conflict `reindex-under-way` while another one is building
  GenerationEntry begin(GalleryEntry gallery, Space space, Optional<String> encoder);

  /// A generation that was building follows the log now.
  ///
  /// @throws GalleryException.NotFound `no-such-generation`
  void stand(GalleryEntry gallery, int number);

  /// Puts a standing generation in charge, in one commit; the gallery's encoder becomes the
  /// generation's. The one it relieves stands on.
  ///
  /// @param expires when the relieved one may be dropped
  /// @throws GalleryException.NotFound `no-such-generation`
  /// @throws GalleryException.Conflict `generation-building`
  GalleryEntry activate(GalleryEntry gallery, int number, Instant expires);

  /// Takes a generation off; embeddings of a space that no generation needs any more go with
  /// [Registry#sweep].
  ///
  /// @throws GalleryException.NotFound `no-such-generation`
  /// @throws GalleryException.Conflict `generation-in-charge`
  void drop(GalleryEntry gallery, int number);

  /// Templates without an embedding in the space, by number, after the given one.
  List<Unencoded> templates(GalleryEntry gallery, Space space, long afterNumber, int limit);

  /// A subject's templates without one.
  List<Unencoded> templates(GalleryEntry gallery, Space space, SubjectId subject);

  /// Strangers without one.
  List<Unencoded> strangers(GalleryEntry gallery, Space space, long afterNumber, int limit);

  /// How many templates there are without one. Reads every template's key.
  Gap gap(GalleryEntry gallery, Space space);

  /// @param sampled templates without an embedding that have a sample to make it of
  /// @param bare templates that have neither
  record Gap(long sampled, long bare) {}
}
