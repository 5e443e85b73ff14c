package dev.kith.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SettingsTest {
  @TempDir private Path dir;

  private static String value(Map<String, String> environment, String option, String... args) {
    CommandLine kith = Kith.commandLine(args, environment);
    var parsed = Objects.requireNonNull(kith.parseArgs(args).subcommand());
    Object value = parsed.commandSpec().findOption(option).getValue();
    return String.valueOf(value);
  }

  private String file(String lines) throws IOException {
    Path file = dir.resolve("kith.properties");
    Files.writeString(file, lines);
    return file.toString();
  }

  @Test
  void flagsWinOverTheEnvironmentAndThatOverTheFile() throws IOException {
    String file = file("port = 1\nhost = ::1\nmax-sample = 2MiB\n");
    Map<String, String> environment = Map.of("KITH_PORT", "2", "KITH_HOST", "0.0.0.0");
    assertThat(value(environment, "--port", "serve", "--config", file, "--port", "3"))
        .isEqualTo("3");
    assertThat(value(environment, "--port", "serve", "--config", file)).isEqualTo("2");
    assertThat(value(Map.of(), "--port", "serve", "--config=" + file)).isEqualTo("1");
    assertThat(value(Map.of("KITH_CONFIG", file), "--host", "serve")).isEqualTo("::1");
    assertThat(value(Map.of(), "--max-sample", "serve", "--config", file)).isEqualTo("2097152");
    assertThat(value(Map.of(), "--port", "serve")).isEqualTo("8080");
  }

  @Test
  void aKeyThatNoOptionHasIsRefused() throws IOException {
    String file = file("prot = 8080\n");
    assertThatThrownBy(() -> value(Map.of(), "--port", "serve", "--config", file))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("sets prot");
  }

  @Test
  void whatIsOfARunIsNoSetting() throws IOException {
    String file = file("json = true\n");
    assertThatThrownBy(() -> value(Map.of(), "--port", "serve", "--config", file))
        .isInstanceOf(CommandFailure.class);
  }
}
