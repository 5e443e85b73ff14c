package dev.kith.server.work;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns what a client presents into an embedding of the gallery's space.
final class Embeddings {
  private static final System.Logger LOG = System.getLogger(Embeddings.class.getName());

  private final Encoders encoders;
  private final Bridging bridging;
  private final Stages stages;

  Embeddings(Encoders encoders, Bridging bridging, Stages stages) {
    this.encoders = encoders;
    this.bridging = bridging;
    this.stages = stages;
  }

  /// @throws GalleryException when the sample is unusable, or the vector is not of the space
  Embedding of(GalleryEntry gallery, Presented presented) {
    return switch (presented) {
      case Presented.Image image -> encoded(gallery, image);
      case Presented.Vector vector -> vector(gallery, vector);
    };
  }

  /// An embedding for each of the gallery's live spaces, the one in charge first: of an image by
  /// their encoders, of a vector by bridges from the space it is of. Of a space beside the one in
  /// charge none is given where that can't be: a reindex finds and lists what is lacking.
  ///
  /// @throws GalleryException as of [#of]
  List<Embedding> all(Gallery gallery, Presented presented) {
    List<GalleryEntry> spaces = gallery.spaces();
    return switch (presented) {
      case Presented.Image image -> encoded(spaces, image);
      case Presented.Vector vector -> carried(spaces, vector);
    };
  }

  private List<Embedding> encoded(List<GalleryEntry> spaces, Presented.Image image) {
    List<Embedding> embeddings = new ArrayList<>();
    embeddings.add(encoded(spaces.getFirst(), image));
    for (GalleryEntry beside : spaces.subList(1, spaces.size())) {
      beside(beside, image).ifPresent(embeddings::add);
    }
    return embeddings;
  }

  private List<Embedding> carried(List<GalleryEntry> spaces, Presented.Vector vector) {
    GalleryEntry inCharge = spaces.getFirst();
    Optional<Embedding> older =
        spaces.stream()
            .skip(1)
            .filter(each -> vector.space().filter(each.space().id()::equals).isPresent())
            .findFirst()
            .map(each -> vector(each, vector))
            .filter(each -> across(inCharge, each).isPresent());
    Embedding given = older.orElseGet(() -> vector(inCharge, vector));
    return spaces.stream().flatMap(each -> across(each, given).stream()).toList();
  }

  private Optional<Embedding> across(GalleryEntry gallery, Embedding given) {
    return given.space().equals(gallery.space())
        ? Optional.of(given)
        : bridging.between(gallery, given.space(), gallery.space()).map(to -> to.across(given));
  }

  private Optional<Embedding> beside(GalleryEntry gallery, Presented.Image image) {
    try {
      return gallery.settings().encoder().isEmpty()
          ? Optional.empty()
          : Optional.of(encoded(gallery, image));
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "gallery %s: generation %d has no embedding of a new sample"
              .formatted(gallery.name(), gallery.generation()),
          e);
      return Optional.empty();
    }
  }

  private Embedding encoded(GalleryEntry gallery, Presented.Image image) {
    if (gallery.settings().encoder().isEmpty()) {
      throw new GalleryException.Invalid(
          "no-encoder",
          "got an image, but gallery %s has no encoder: expected an embedding of %d numbers"
              .formatted(gallery.name(), gallery.space().dimension()));
    }
    Encoder encoder = encoders.of(gallery.space());
    return switch (stages.timed("encode", () -> encoder.encode(image.bytes()))) {
      case Encoding.Encoded(Embedding embedding) -> embedding;
      case Encoding.Unusable(String code, String reason) ->
          throw new GalleryException.Invalid(code, reason);
    };
  }

  private static Embedding vector(GalleryEntry gallery, Presented.Vector vector) {
    Space space = gallery.space();
    Optional<String> said = vector.space();
    if (said.isPresent()
        ? !said.get().equals(space.id())
        : gallery.settings().encoder().isPresent()) {
      throw new GalleryException.Conflict(
          "space-mismatch",
          "got an embedding of space %s, expected %s"
              .formatted(said.orElse("(none named)"), space.id()));
    }
    return Embedding.of(space, vector.values());
  }
}
