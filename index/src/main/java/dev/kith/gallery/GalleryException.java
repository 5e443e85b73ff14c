package dev.kith.gallery;

/// What a caller did wrong, or must wait for. Every case carries a stable code (kebab-case, part of
/// the contract) and a sentence that says what was got and what was expected. Damage found on disk
/// is a [CorruptionException], a mistake of ours is neither.
public abstract sealed class GalleryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  private GalleryException(String code, String message) {
    super(message);
    this.code = code;
  }

  /// The stable code, such as `space-mismatch`.
  public String code() {
    return code;
  }

  /// The request itself is wrong; sending it again changes nothing.
  public static final class Invalid extends GalleryException {
    private static final long serialVersionUID = 1L;

    public Invalid(String code, String message) {
      super(code, message);
    }
  }

  /// What the request names is not there.
  public static final class NotFound extends GalleryException {
    private static final long serialVersionUID = 1L;

    public NotFound(String code, String message) {
      super(code, message);
    }
  }

  /// The request is right by itself, but not against the state it meets.
  public static final class Conflict extends GalleryException {
    private static final long serialVersionUID = 1L;

    public Conflict(String code, String message) {
      super(code, message);
    }
  }

  /// Not now: busy, rebuilding, or stopped after a failed sync. Worth trying again.
  public static final class Unavailable extends GalleryException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String code, String message) {
      super(code, message);
    }
  }
}
