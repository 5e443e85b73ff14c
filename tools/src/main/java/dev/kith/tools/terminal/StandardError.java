package dev.kith.tools.terminal;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/// The launcher starts Java with stderr closed off, so that Java's own warning about the incubating
/// vector module isn't seen on every start, and keeps the real one at another number.
public final class StandardError {
  private StandardError() {}

  /// Makes the real stderr number 2 again, for Java and for native code. Does nothing when the
  /// launcher didn't move it.
  @SuppressWarnings("restricted") // dup2 is no danger to anybody
  public static void takeBack() {
    Integer kept = Integer.getInteger("kith.stderr");
    if (kept == null) {
      return;
    }
    var linker = Linker.nativeLinker();
    var dup2 =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("dup2"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      int _ = (int) dup2.invokeExact((int) kept, 2);
    } catch (Throwable e) {
      throw new IllegalStateException("stderr can't be taken back from number " + kept, e);
    }
  }
}
