package dev.kith.gallery.lucene.format1;

/// What a search knows of a segment's rows.
public interface Standing {
  /// Whose row it is, as a number from 0 within the segment.
  int subject(int row);

  /// Whether no two rows are of one subject.
  default boolean single() {
    return false;
  }

  /// Whether the row may be found; where not, the walk goes through it all the same.
  boolean visible(int row);
}
