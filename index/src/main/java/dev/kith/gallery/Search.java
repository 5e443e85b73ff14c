package dev.kith.gallery;

/// How to look: how many subjects, among whom, whether by exact scan, and by which score.
///
/// @param exact whether every template is looked at
/// @param fusion how a subject's templates become its score
public record Search(int limit, Filter filter, boolean exact, Fusion fusion) {
  public static final int LARGEST_LIMIT = 1000;

  public Search {
    if (limit < 1 || limit > LARGEST_LIMIT) {
      throw new GalleryException.Invalid(
          "invalid-limit", "got limit %d, expected 1 to %d".formatted(limit, LARGEST_LIMIT));
    }
  }

  /// By the best template of each subject.
  public Search(int limit, Filter filter, boolean exact) {
    this(limit, filter, exact, Fusion.BEST);
  }

  /// The same by another score.
  public Search by(Fusion other) {
    return new Search(limit, filter, exact, other);
  }

  public static Search best(int limit) {
    return new Search(limit, Filter.EVERYBODY, false);
  }
}
