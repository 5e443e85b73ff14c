package dev.kith.tools.loss;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kith losses`: every case of a golden file, loss and gradients, against the reference's.
@Command(
    name = "losses",
    mixinStandardHelpOptions = true,
    description = "Compare the losses and their gradients with a file of a reference's.",
    footer = {"", "Exit code: 0 if every case agrees, 3 if one is off."})
public final class LossesCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--golden",
      required = true,
      paramLabel = "FILE",
      description = "The cases, as JSON.")
  private Path golden = Path.of("");

  @Option(
      names = "--tolerance",
      paramLabel = "D",
      description = "The largest absolute difference that agrees (default: ${DEFAULT-VALUE}).")
  private double tolerance = 1e-6;

  @Option(
      names = "--worst",
      paramLabel = "N",
      description =
          "How many of the cases that agree are listed, worst first (default: ${DEFAULT-VALUE}).")
  private int shown = 5;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<GoldenCase> cases = GoldenCase.read(golden);
    if (!Torch.isHere()) {
      throw new CommandFailure(
          "losses are computed by libtorch, which isn't in this build; build without -Dlean");
    }
    List<Verdict> verdicts =
        cases.stream()
            .map(GoldenCase::judge)
            .sorted(Comparator.comparingDouble(Verdict::deviation).reversed())
            .toList();
    int passed = (int) verdicts.stream().filter(verdict -> verdict.agrees(tolerance)).count();
    int off = verdicts.size() - passed;
    List<Verdict> worst = verdicts.subList(0, Math.min(verdicts.size(), off + Math.max(0, shown)));
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        json ? document(verdicts.size(), passed, worst) : page(verdicts.size(), passed, worst));
    return off == 0 ? ExitCode.DONE : ExitCode.DONE_WITH_REFUSALS;
  }

  private static String document(int cases, int passed, List<Verdict> worst) {
    ObjectNode document = JSON.createObjectNode().put("cases", cases).put("passed", passed);
    ArrayNode list = document.putArray("worst");
    for (Verdict verdict : worst) {
      ObjectNode item = list.addObject().put("loss_name", verdict.lossName());
      item.set("params", verdict.params());
      if (Double.isFinite(verdict.deviation())) {
        item.put("deviation", verdict.deviation());
      } else {
        item.putNull("deviation")
            .put("problem", verdict.problem().isEmpty() ? "not a number" : verdict.problem());
      }
    }
    return document.toString();
  }

  private String page(int cases, int passed, List<Verdict> worst) {
    StringBuilder page = new StringBuilder();
    for (Verdict verdict : worst) {
      page.append(
          "%-4s %-9.2e %s %s %s%n"
              .formatted(
                  verdict.agrees(tolerance) ? "ok" : "OFF",
                  verdict.deviation(),
                  verdict.lossName(),
                  verdict.params(),
                  verdict.problem()));
    }
    return page.append(
            "%d of %d cases agree within %.0e, loss and gradients"
                .formatted(passed, cases, tolerance))
        .toString();
  }
}
