package dev.kith.tools.terminal;

/// What the process ends with.
public final class ExitCode {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int ASKED_WRONGLY = 2;

  /// The work is done, but some of its items were refused, or damage was found.
  public static final int DONE_WITH_REFUSALS = 3;

  private ExitCode() {}
}
