package dev.kith.gallery;

/// One stranger's sample, by an id the client chose. 1 to 200 Unicode characters without controls;
/// equal and ordered by UTF-8 bytes.
///
/// Other text is refused with a [GalleryException.Invalid].
public record StrangerId(String value) implements Comparable<StrangerId> {
  public StrangerId {
    Names.checked("stranger", value);
  }

  @Override
  public int compareTo(StrangerId other) {
    return Names.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
