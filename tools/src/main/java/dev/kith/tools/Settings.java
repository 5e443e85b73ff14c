package dev.kith.tools;

import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What the options of a command are where no flag says it: the environment's `KITH_MAX_PIXELS`,
/// else the line `max-pixels = ...` of the configuration file, else the option's own default.
final class Settings implements IDefaultValueProvider {
  /// Options of a run, not of a server.
  private static final Set<String> NO_SETTINGS = Set.of("help", "version", "config", "json");

  private final Map<String, String> file;
  private final Map<String, String> environment;

  private Settings(Map<String, String> file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  /// Reads the file that the arguments or the environment name.
  ///
  /// @throws CommandFailure when the file can't be read or holds a key that no option has
  static Settings of(CommandLine command, String[] args, Map<String, String> environment) {
    Optional<String> config =
        configIn(args).or(() -> Optional.ofNullable(environment.get("KITH_CONFIG")));
    Map<String, String> file = config.isEmpty() ? Map.of() : read(Path.of(config.get()));
    Set<String> unknown = new TreeSet<>(file.keySet());
    command.getCommandSpec().options().forEach(option -> unknown.remove(key(option)));
    if (!unknown.isEmpty()) {
      throw new CommandFailure(
          "%s sets %s, which '%s --help' doesn't know"
              .formatted(
                  config.orElse("the configuration"),
                  String.join(", ", unknown),
                  command.getCommandSpec().qualifiedName()));
    }
    return new Settings(file, environment);
  }

  private static Optional<String> configIn(String[] args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--config=")) {
        return Optional.of(args[i].substring("--config=".length()));
      }
      if (args[i].equals("--config") && i + 1 < args.length) {
        return Optional.of(args[i + 1]);
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> read(Path file) {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new TreeMap<>();
    lines.stringPropertyNames().forEach(key -> settings.put(key, lines.getProperty(key).strip()));
    return settings;
  }

  private static String key(OptionSpec option) {
    String key = option.longestName().substring(2);
    return NO_SETTINGS.contains(key) ? "" : key;
  }

  private static String variable(String key) {
    return "KITH_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || key(option).isEmpty()) {
      return null;
    }
    String said = environment.get(variable(key(option)));
    return said != null ? said : file.get(key(option));
  }
}
