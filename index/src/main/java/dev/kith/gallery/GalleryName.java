package dev.kith.gallery;

import java.util.regex.Pattern;

/// A gallery's name: `[a-z0-9][a-z0-9_-]{0,62}`.
///
/// Other text is refused with a [GalleryException.Invalid].
public record GalleryName(String value) implements Comparable<GalleryName> {
  private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  public GalleryName {
    if (!RULE.matcher(value).matches()) {
      throw new GalleryException.Invalid(
          "invalid-gallery-name",
          "got a gallery name of %d characters, expected %s".formatted(value.length(), RULE));
    }
  }

  @Override
  public int compareTo(GalleryName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
