package dev.kith.gallery;

/// One enrolled sample's id, unique within its subject. 1 to 200 Unicode characters without
/// controls; equal and ordered by UTF-8 bytes.
///
/// Other text is refused with a [GalleryException.Invalid].
public record TemplateId(String value) implements Comparable<TemplateId> {
  public TemplateId {
    Names.checked("template", value);
  }

  @Override
  public int compareTo(TemplateId other) {
    return Names.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
