package dev.kith.tools.release;

import dev.kith.tools.glyph.Script;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Runs a command as the command line does, and keeps what it says.
final class Commands {
  private Commands() {}

  record Outcome(int code, String out, String error) {}

  static Outcome run(Callable<Integer> command, String... arguments) {
    var out = new StringWriter();
    var error = new StringWriter();
    var line =
        new CommandLine(command)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(error))
            .setExecutionExceptionHandler((e, at, _) -> {
              at.getErr().println(e.getMessage());
              return 1;
            });
    return new Outcome(line.execute(arguments), out.toString(), error.toString());
  }

  /// A folder of class folders with invented characters.
  static Path glyphs(Path folder, int classes, int samples) throws IOException {
    var script = new Script(99);
    for (int i = 0; i < classes; i++) {
      Path home = Files.createDirectories(folder.resolve("glyph-" + i));
      for (int n = 0; n < samples; n++) {
        Files.write(home.resolve(n + ".png"), script.draw(i, n, 48).png());
      }
    }
    return folder;
  }
}
