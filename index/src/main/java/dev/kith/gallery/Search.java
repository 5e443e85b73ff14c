package dev.kith.gallery;

/// How to look: how many subjects, among whom, and whether by exact scan.
public record Search(int limit, Filter filter, boolean exact) {
  public static final int LARGEST_LIMIT = 1000;

  public Search {
    if (limit < 1 || limit > LARGEST_LIMIT) {
      throw new GalleryException.Invalid(
          "invalid-limit", "got limit %d, expected 1 to %d".formatted(limit, LARGEST_LIMIT));
    }
  }

  public static Search best(int limit) {
    return new Search(limit, Filter.EVERYBODY, false);
  }
}
