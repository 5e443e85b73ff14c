package dev.kith.tools.evaluate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.calibration.Calibration;
import dev.kith.calibration.ClopperPearson;
import dev.kith.calibration.Estimate;
import dev.kith.calibration.Mated;
import dev.kith.calibration.Measured;
import dev.kith.gallery.Fusion;
import dev.kith.tools.terminal.CommandFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Whether real strangers are taken for somebody as often as the calibration says.
@Command(
    name = "promise",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Hold the calibration's FPIR against that of strangers nobody calibrated on.",
    description = {
      "",
      "In each draw half of the classes are enrolled, some of the others are the cohort, the rest are fresh strangers. Subjects are"
          + " enrolled with a class's first samples; cohort and fresh strangers come with samples of its second half, other"
          + " drawers or other photographs. Prints how often the rate that the fresh strangers realise lies in the interval that"
          + " was told, with its own interval (Clopper-Pearson), and realised by wanted.",
      ""
    })
public final class PromiseBenchCommand implements Callable<Integer> {
  private static final double[] RATES = {0.1, 0.05, 0.02, 0.01};

  @Mixin private EncodedImages images = new EncodedImages();

  @Option(
      names = "--enrol",
      paramLabel = "K",
      defaultValue = "1",
      description = "Samples enrolled of each class, its first ones. Default: ${DEFAULT-VALUE}.")
  private int enrol;

  @Option(
      names = "--cohort",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Classes of the cohort, 0 for half of those that aren't enrolled. The fewer, the more fresh strangers are left to"
              + " tell what is realised. Default: ${DEFAULT-VALUE}.")
  private int cohort;

  @Option(
      names = "--fusion",
      paramLabel = "best|centroid",
      defaultValue = "best",
      description =
          "How a subject's samples become its score, as a gallery has it. Default: ${DEFAULT-VALUE}.")
  private Fusion fusion = Fusion.BEST;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "100",
      description = "How often classes are drawn. Default: ${DEFAULT-VALUE}.")
  private int draws;

  @Option(names = "--json", description = "Print JSON lines instead of sentences.")
  private boolean json;

  /// What the draws came to at one wanted rate.
  private static final class Tally {
    private final double wanted;
    private int covered;
    private int overlapping;
    private double realised;
    private double aimed;
    private double widths;

    Tally(double wanted) {
      this.wanted = wanted;
    }

    void add(Calibration made, PromiseDraw draw) {
      double rate = draw.realised(made.threshold().value());
      Estimate counted = draw.counted(made.threshold().value());
      Estimate told = made.fpir();
      covered += told.low() <= rate && rate <= told.high() ? 1 : 0;
      overlapping += told.low() <= counted.high() && counted.low() <= told.high() ? 1 : 0;
      realised += rate;
      aimed += Math.max(wanted, made.supported());
      widths += Math.log(told.high() / Math.max(told.low(), 1e-9));
    }
  }

  @Override
  public Integer call() throws IOException {
    if (draws < 1 || cohort < 0) {
      throw new CommandFailure(
          "got --draws %d --cohort %d, expected at least 1 and 0".formatted(draws, cohort));
    }
    Embeddings all = images.encode().embeddings();
    Random random = new Random(0);
    List<Tally> tallies = Arrays.stream(RATES).mapToObj(Tally::new).toList();
    List<PromiseDraw> drawn = new ArrayList<>();
    for (int i = 0; i < draws; i++) {
      drawn.add(PromiseDraw.of(all, enrol, cohort, fusion, random));
    }
    for (PromiseDraw draw : drawn) {
      Measured measured = Measured.cohort(draw.cohort(), draw.subjects());
      for (Tally each : tallies) {
        each.add(
            Calibration.of(List.of(measured), Mated.NONE, each.wanted, draw.subjects())
                .orElseThrow(),
            draw);
      }
    }
    tallies.forEach(each -> say(each, drawn.getFirst()));
    return 0;
  }

  private void say(Tally tally, PromiseDraw draw) {
    Estimate coverage = ClopperPearson.of(tally.covered, draws, 0.95);
    double ratio = tally.realised / tally.aimed;
    double width = Math.exp(tally.widths / draws);
    ObjectNode figures =
        JsonNodeFactory.instance
            .objectNode()
            .put("fpir", tally.wanted)
            .put("draws", draws)
            .put("subjects", draw.subjects())
            .put("trials", draw.trials())
            .put("trialsAreSamples", draw.bySample())
            .put("freshStrangers", draw.identities())
            .put("covered", coverage.value())
            .put("coveredLow", coverage.low())
            .put("coveredHigh", coverage.high())
            .put("overlapping", (double) tally.overlapping / draws)
            .put("realisedByWanted", ratio)
            .put("highByLow", width);
    System.out.println(
        json
            ? figures.toString()
            : String.format(
                Locale.ROOT,
                "FPIR %-4s %d subjects, %d trials%s, %d fresh strangers: in the interval %.2f [%.2f, %.2f] of %d draws, intervals overlap in %.2f; realised/wanted %.2f, high/low %.1f",
                tally.wanted,
                draw.subjects(),
                draw.trials(),
                draw.bySample() ? " (samples, not strangers)" : "",
                draw.identities(),
                coverage.value(),
                coverage.low(),
                coverage.high(),
                draws,
                (double) tally.overlapping / draws,
                ratio,
                width));
  }
}
