package dev.kith.gallery;

/// One value of a subject's attribute.
public sealed interface Attribute {
  record Text(String value) implements Attribute {}

  record Numeric(double value) implements Attribute {
    public Numeric {
      if (!Double.isFinite(value)) {
        throw new GalleryException.Invalid(
            "invalid-attribute", "got the number " + value + ", expected a finite one");
      }
    }
  }

  record Flag(boolean value) implements Attribute {}
}
