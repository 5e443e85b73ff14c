package dev.kith.tools;

import dev.kith.gallery.GalleryName;
import dev.kith.server.http.ServerOptions;
import dev.kith.server.work.KithOptions;
import dev.kith.tools.glyph.Script;
import dev.kith.tools.target.ServerTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/// A server on a free port, glyphs to fill its galleries with, and the command line that talks to
/// it. Takes the process's standard streams while a command runs.
final class Served implements AutoCloseable {
  static final GalleryName GLYPHS = new GalleryName("glyphs");
  private static final Script SCRIPT = new Script(99);
  private static final int SIZE = 48;

  private final Path images;
  private final Serving serving;

  record Outcome(int code, String out, String err) {}

  Served(Path directory) {
    images = directory.resolve("images");
    serving =
        Serving.start(
            directory.resolve("data"), KithOptions.defaults(), ServerOptions.on("127.0.0.1", 0));
  }

  String address() {
    return serving.address().toString();
  }

  ServerTarget target() {
    return new ServerTarget(serving.address());
  }

  /// One character's sample as a file `images/SET/WHO/NAME.png`.
  void glyph(String set, String who, String name, long character, long sample) throws IOException {
    Path folder = Files.createDirectories(images.resolve(set).resolve(who));
    Files.write(folder.resolve(name + ".png"), SCRIPT.draw(character, sample, SIZE).png());
  }

  /// The folder of a set.
  Path set(String set) {
    return images.resolve(set);
  }

  /// Runs a command against this server and the gallery `glyphs`.
  Outcome run(String command, String... arguments) {
    String[] all =
        Stream.concat(
                Stream.of(command, "--server", address(), "--gallery", GLYPHS.value()),
                Stream.of(arguments))
            .toArray(String[]::new);
    return execute(all);
  }

  static Outcome execute(String... arguments) {
    PrintStream standardOut = System.out;
    PrintStream standardErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      CommandLine line = Kith.commandLine(arguments, Map.of());
      line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
      int code = line.execute(arguments);
      return new Outcome(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(standardOut);
      System.setErr(standardErr);
    }
  }

  @Override
  public void close() {
    serving.close();
  }
}
