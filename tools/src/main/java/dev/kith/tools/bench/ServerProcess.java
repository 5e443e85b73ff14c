package dev.kith.tools.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kith.tools.terminal.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `kith serve` as a process of its own, with the flags that this one has, so that its memory can
/// be told from ours.
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final URI address;

  private ServerProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  static ServerProcess start(Path directory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-Dkith."))
        .forEach(command::add);
    command.add("dev.kith.tools.Kith");
    command.addAll(List.of("serve", "--port", "0", "--json", "--data", directory.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    // not by -cp: ONNX Runtime 1.29 can't bear a long command line
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new CommandFailure(
          "the server ended before it listened; try 'kith serve' for its words");
    }
    URI address = URI.create(new JsonMapper().readTree(line).path("address").asText());
    Thread.ofPlatform().daemon().name("server-output").start(() -> out.lines().forEach(_ -> {}));
    return new ServerProcess(process, address);
  }

  URI address() {
    return address;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
