package dev.kith.tools.export;

/// The description of a network makes no sense: a user error.
public final class NetException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NetException(String message) {
    super(message);
  }
}
