package dev.kith.gallery;

/// One identity's id, chosen by the client. 1 to 200 Unicode characters without controls; equal and
/// ordered by UTF-8 bytes.
///
/// Other text is refused with a [GalleryException.Invalid].
public record SubjectId(String value) implements Comparable<SubjectId> {
  public SubjectId {
    Names.checked("subject", value);
  }

  @Override
  public int compareTo(SubjectId other) {
    return Names.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
