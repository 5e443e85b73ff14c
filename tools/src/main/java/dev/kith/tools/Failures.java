package dev.kith.tools;

import dev.kith.gallery.CorruptionException;
import dev.kith.gallery.GalleryException;
import dev.kith.tools.client.ServerRefusal;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Tells a person why a command failed: a sentence for what the world did, a stack trace for a
/// mistake of ours.
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, @Nullable ParseResult parsed) {
    return tell(failure, command.getErr());
  }

  static int tell(Exception failure, PrintWriter err) {
    Throwable cause = unwrapped(failure);
    switch (cause) {
      case GalleryException e -> err.println("kith: " + e.getMessage() + " (" + e.code() + ")");
      case CorruptionException e -> err.println("kith: damage on disk: " + e.getMessage());
      case ServerRefusal e ->
          err.println("kith: the server says: " + e.getMessage() + " (" + e.code() + ")");
      case CommandFailure e -> err.println("kith: " + e.getMessage());
      case NoSuchFileException e -> err.println("kith: there is no " + e.getFile());
      case AccessDeniedException e -> err.println("kith: no permission for " + e.getFile());
      case IOException e -> err.println("kith: " + said(e));
      default -> {
        err.println("kith: a mistake of Kith's own; please report it with these lines");
        cause.printStackTrace(err);
      }
    }
    return ExitCode.FAILED;
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return switch (failure) {
      case CompletionException _, ExecutionException _, UncheckedIOException _ ->
          cause == null ? failure : unwrapped(cause);
      default -> failure;
    };
  }

  private static String said(IOException e) {
    String kind = e.getClass().getSimpleName();
    if (e.getMessage() == null) {
      return kind;
    }
    // the class says more only where it isn't the general one
    return e.getClass() == IOException.class ? e.getMessage() : kind + ": " + e.getMessage();
  }
}
