package dev.kith.gallery;

/// Bytes on disk are not what was written: the message names the file or the row.
public final class CorruptionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CorruptionException(String message) {
    super(message);
  }

  public CorruptionException(String message, Throwable cause) {
    super(message, cause);
  }
}
