package dev.kith.gallery;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The rule that subject and template ids share: 1 to 200 Unicode characters, no controls, no lone
/// surrogates, equal and ordered by their UTF-8 bytes.
final class Names {
  static final int LONGEST = 200;

  private Names() {}

  static String checked(String kind, String value) {
    int length = value.codePointCount(0, value.length());
    if (length < 1 || length > LONGEST) {
      throw new GalleryException.Invalid(
          "invalid-id",
          "%s id has %d characters, expected 1 to %d".formatted(kind, length, LONGEST));
    }
    value
        .codePoints()
        .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)
        .findFirst()
        .ifPresent(c -> {
          throw new GalleryException.Invalid(
              "invalid-id",
              "%s id holds the character U+%04X, expected no control characters and no lone surrogates"
                  .formatted(kind, c));
        });
    return value;
  }

  static int compare(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
