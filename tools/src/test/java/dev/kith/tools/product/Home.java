package dev.kith.tools.product;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// A folder that the launcher takes for a checkout built a moment ago: the launcher itself, and
/// what this test runs with as jars. The tests run inside a build, which must not build again.
final class Home {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  private final Path root;

  private Home(Path root) {
    this.root = root;
  }

  /// How a process ended.
  record Ended(int code, String out, String err) {}

  static Home empty(Path root) throws IOException {
    Files.createDirectories(root);
    Files.copy(CHECKOUT.resolve("kith"), root.resolve("kith"), StandardCopyOption.COPY_ATTRIBUTES);
    return new Home(root);
  }

  static Home built(Path root) throws IOException {
    Home home = empty(root);
    Path build = Files.createDirectories(root.resolve("target/kith/build-test"));
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      Path jar = build.resolve("%03d.jar".formatted(number++));
      if (Files.isDirectory(Path.of(entry))) {
        pack(Path.of(entry), jar);
      } else if (Files.exists(Path.of(entry))) {
        link(Path.of(entry), jar);
      }
    }
    Files.writeString(
        build.resolve("jvm.options"),
        "--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED\n");
    Files.writeString(root.resolve("target/kith/current"), "build-test\n");
    return home;
  }

  /// Archives the classes, as the launcher does behind a build.
  Home archived() throws IOException {
    Path build = root.resolve("target/kith/build-test");
    String jars;
    try (Stream<Path> list = Files.list(build)) {
      jars =
          list.filter(file -> file.toString().endsWith(".jar"))
              .sorted()
              .map(Path::toString)
              .collect(Collectors.joining(":"));
    }
    run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:ArchiveClassesAtExit=" + build.resolve("classes.jsa"),
            "-XX:+UseSerialGC",
            "-cp",
            jars,
            "dev.kith.tools.Kith",
            "--help"),
        root,
        Map.of());
    return this;
  }

  private static void pack(Path classes, Path jar) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Path file : files) {
        entries.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }

  private static void link(Path file, Path name) throws IOException {
    try {
      Files.createLink(name, file);
    } catch (IOException | UnsupportedOperationException _) {
      Files.copy(file, name);
    }
  }

  Path root() {
    return root;
  }

  Path launcher() {
    return root.resolve("kith");
  }

  /// Runs a command to its end, at most two minutes.
  Ended run(List<String> command, Path directory, Map<String, String> environment) {
    try {
      Path out = Files.createTempFile(root, "out", ".txt");
      Path err = Files.createTempFile(root, "err", ".txt");
      Process process =
          builder(command, directory, environment)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(command + " still runs after two minutes");
      }
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Ended kith(String... arguments) {
    return run(command(arguments), root, Map.of());
  }

  /// Starts `kith` and leaves it running; the launcher becomes Java, so the process is Kith itself.
  Process start(String... arguments) throws IOException {
    return builder(command(arguments), root, Map.of())
        .redirectError(root.resolve("stderr-of-" + arguments[0] + ".txt").toFile())
        .start();
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static ProcessBuilder builder(
      List<String> command, Path directory, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("KITH_JAVA_HOME");
    builder.environment().remove("KITH_JAVA_OPTS");
    builder.environment().putAll(environment);
    return builder;
  }
}
