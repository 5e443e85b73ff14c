package dev.kith.gallery;

/// What makes embeddings comparable. Two embeddings may be compared only within one space.
///
/// The id is `sha256:<hex>` for an encoder (its ONNX bytes, canonical manifest and the version of
/// our preprocessing) and `vectors:<gallery>:<dimension>` for a gallery of bare vectors.
public record Space(String id, int dimension) {
  public static final int LARGEST_DIMENSION = 4096;

  public Space {
    if (dimension < 1 || dimension > LARGEST_DIMENSION) {
      throw new GalleryException.Invalid(
          "invalid-dimension",
          "got dimension %d, expected 1 to %d".formatted(dimension, LARGEST_DIMENSION));
    }
  }

  /// The space of a gallery that is given its embeddings.
  public static Space vectors(GalleryName gallery, int dimension) {
    return new Space("vectors:" + gallery + ":" + dimension, dimension);
  }

  /// The space of an encoder, from the lower-case hexadecimal SHA-256 of what it is made of.
  public static Space encoder(String sha256, int dimension) {
    return new Space("sha256:" + sha256, dimension);
  }
}
