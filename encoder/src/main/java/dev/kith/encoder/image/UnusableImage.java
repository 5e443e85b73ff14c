package dev.kith.encoder.image;

/// The bytes are no image that an encoder could use.
public final class UnusableImage extends Exception {
  private static final long serialVersionUID = 1L;
  private final String code;

  UnusableImage(String code, String reason) {
    super(reason);
    this.code = code;
  }

  /// Stable: `image-unknown`, `image-truncated`, `image-damaged`, `image-too-large`,
  /// `image-unsupported`.
  public String code() {
    return code;
  }

  static UnusableImage truncated(String what) {
    return new UnusableImage("image-truncated", "the image ends early: " + what);
  }

  static UnusableImage damaged(String what) {
    return new UnusableImage("image-damaged", "the image can't be decoded: " + what);
  }

  static UnusableImage unsupported(String what) {
    return new UnusableImage(
        "image-unsupported", "the image is of a kind that isn't read: " + what);
  }
}
