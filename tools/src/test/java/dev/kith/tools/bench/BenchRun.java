package dev.kith.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/// What a measurement printed. Takes the standard output while it runs: whoever uses it is
/// isolated.
///
/// @param lines of JSON
/// @param error what the command failed with; empty where it didn't
record BenchRun(int code, List<JsonNode> lines, String error) {
  private static final JsonMapper JSON = new JsonMapper();

  static BenchRun of(String command, String... options) throws IOException {
    PrintStream standard = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringBuilder error = new StringBuilder();
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addFirst(command);
    CommandLine line = new CommandLine(new BenchCommand());
    line.setExecutionExceptionHandler((e, _, _) -> {
      error.append(e.getMessage());
      return 1;
    });
    int code;
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      code = line.execute(arguments.toArray(String[]::new));
    } finally {
      System.setOut(standard);
    }
    List<JsonNode> lines = new ArrayList<>();
    for (String each : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      lines.add(JSON.readTree(each));
    }
    return new BenchRun(code, lines, error.toString());
  }

  List<String> phases() {
    return lines.stream().map(line -> line.path("phase").asText()).toList();
  }
}
