package dev.kith.tools.terminal;

/// Why a command can't go on, in a sentence for the person who typed it.
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommandFailure(String message) {
    super(message);
  }
}
