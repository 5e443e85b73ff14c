package dev.kith.tools.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherTest {
  @TempDir private Path dir;

  /// A JDK that only says what it is.
  private Path jdk(String name, String version) throws IOException {
    Path home = dir.resolve(name);
    script(home.resolve("bin/java"), "echo \"java $*\"");
    script(home.resolve("bin/javac"), "exit 0");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// A checkout whose build counts how often it runs and leaves what the real one would.
  private Home checkout(String build) throws IOException {
    Home home = Home.empty(dir.resolve("checkout with spaces"));
    Files.createDirectories(home.root().resolve("tools/src/main"));
    Files.writeString(home.root().resolve("pom.xml"), "<project/>");
    Files.writeString(home.root().resolve("tools/pom.xml"), "<project/>");
    script(
        home.root().resolve("mvnw"),
        """
        echo build >>builds
        %s
        mkdir -p tools/target/lib
        echo jar >tools/target/lib/kith-index-1.jar
        echo jar >tools/target/lib/other.jar
        echo jar >tools/target/kith-tools-1.jar
        echo --flag-of-the-build >tools/target/jvm.options
        """
            .formatted(build));
    return home;
  }

  private static long builds(Home home) throws IOException {
    return Files.readAllLines(home.root().resolve("builds")).size();
  }

  private Home.Ended run(Home home, Map<String, String> environment, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of(home.launcher().toString()));
    command.addAll(List.of(arguments));
    return home.run(command, dir, environment);
  }

  @Test
  void aJdkThatIsNamedAndTooOldIsRefused() throws IOException {
    Home home = checkout("");
    Home.Ended ended =
        run(home, Map.of("KITH_JAVA_HOME", jdk("old", "17.0.1").toString()), "--help");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("which is Java 17; Kith needs a JDK 25 or newer");
    assertThat(home.root().resolve("builds")).doesNotExist();
  }

  @Test
  void aPlaceWithoutAJdkIsRefused() throws IOException {
    Home.Ended ended =
        run(checkout(""), Map.of("KITH_JAVA_HOME", dir.resolve("none").toString()), "--help");
    assertThat(ended.err()).contains("which is no JDK; Kith needs a JDK 25 or newer");
  }

  @Test
  void itBuildsOnceAndAgainWhenASourceIsNewer() throws IOException {
    Home home = checkout("");
    Map<String, String> environment = Map.of("KITH_JAVA_HOME", jdk("jdk", "25").toString());
    Home.Ended first = run(home, environment, "demo", "--once");
    assertThat(first.err()).contains("building for the first time").doesNotContain("another kith");
    assertThat(first.out()).contains("dev.kith.tools.Kith demo --once", "/jvm.options");
    assertThat(run(home, environment, "demo").err()).isEmpty();
    assertThat(builds(home)).isEqualTo(1);

    Path source = home.root().resolve("tools/src/main/New.java");
    Files.writeString(source, "class New {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
    assertThat(run(home, environment, "demo").err()).contains("the sources have changed");
    assertThat(builds(home)).isEqualTo(2);
  }

  @Test
  void whatOnlyTrainingNeedsIsBuiltWhenSomeoneTrains() throws IOException {
    Home home = checkout("echo \"$*\" >>flags");
    Map<String, String> environment = Map.of("KITH_JAVA_HOME", jdk("jdk", "25").toString());
    run(home, environment, "demo");
    run(home, environment, "train", "--help");
    assertThat(builds(home)).isEqualTo(1);
    run(home, environment, "train", "recipe.json");
    run(home, environment, "demo");
    assertThat(Files.readAllLines(home.root().resolve("flags")))
        .satisfiesExactly(
            flags -> assertThat(flags).contains("-Dlean"),
            flags -> assertThat(flags).doesNotContain("-Dlean"));
  }

  @Test
  void twoAtOnceBuildOnce() throws IOException {
    Home home = checkout("sleep 2");
    Map<String, String> environment = Map.of("KITH_JAVA_HOME", jdk("jdk", "25").toString());
    var other = CompletableFuture.supplyAsync(() -> run(home, environment, "demo"));
    Home.Ended ended = run(home, environment, "demo");
    assertThat(ended.out()).contains("dev.kith.tools.Kith demo");
    assertThat(other.join().out()).contains("dev.kith.tools.Kith demo");
    assertThat(ended.err() + other.join().err()).contains("is building; waiting");
    assertThat(builds(home)).isEqualTo(1);
  }

  @Test
  void theLockOfADeadProcessIsBroken() throws IOException, InterruptedException {
    Home home = checkout("");
    Process dead = new ProcessBuilder("true").start();
    assertThat(dead.waitFor()).isZero();
    Path lock = Files.createDirectories(home.root().resolve("target/kith/lock"));
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");
    Home.Ended ended = run(home, Map.of("KITH_JAVA_HOME", jdk("jdk", "25").toString()), "demo");
    assertThat(ended.out()).contains("dev.kith.tools.Kith demo");
    assertThat(lock).doesNotExist();
  }

  @Test
  void aBuildThatFailsSaysWhyAndIsTriedAgain() throws IOException {
    Home home = checkout("echo '[ERROR] no network'; exit 1");
    Map<String, String> environment = Map.of("KITH_JAVA_HOME", jdk("jdk", "25").toString());
    Home.Ended ended = run(home, environment, "demo");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("[ERROR] no network", "the build failed; its log is");
    assertThat(home.root().resolve("target/kith/lock")).doesNotExist();
    run(home, environment, "demo");
    assertThat(builds(home)).isEqualTo(2);
  }

  @Test
  void itRunsThroughALinkFromAnywhere() throws IOException {
    Home home = Home.built(dir.resolve("home with spaces"));
    Path link = Files.createDirectories(dir.resolve("bin")).resolve("k");
    Files.createSymbolicLink(link, Path.of("../home with spaces/kith"));
    Home.Ended ended = home.run(List.of(link.toString(), "--version"), dir, Map.of());
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).startsWith("kith ").contains("Java 25");
  }

  @Test
  void whatIsSaidOnStderrArrivesWithoutJavasOwnWarning() throws IOException {
    Home home = Home.built(dir.resolve("home"));
    Home.Ended ended = home.kith("import", "--server", "localhost:1", "--gallery", "g", "nowhere");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).isEqualTo("kith: there is no nowhere" + System.lineSeparator());
  }

  @Test
  void helpAppearsWithinTwoSeconds() throws IOException {
    Home home = Home.built(dir.resolve("home")).archived();
    // other work on the machine is no fault of the launcher's: the best of a few counts
    double seconds = Double.MAX_VALUE;
    for (int i = 0; i < 5 && seconds >= 2; i++) {
      long begun = System.nanoTime();
      assertThat(home.kith("serve", "--help").out()).contains("--max-pixels");
      seconds = Math.min(seconds, (System.nanoTime() - begun) / 1e9);
    }
    System.out.printf("kith serve --help: %.2f s%n", seconds);
    assertThat(seconds).isLessThan(2);
  }
}
