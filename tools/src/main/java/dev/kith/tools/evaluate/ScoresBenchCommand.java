package dev.kith.tools.evaluate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Ways to score beside each other, on the same draws.
@Command(
    name = "scores",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Measure ways to score: fusion of templates, normalisation by a cohort, a margin.",
    description = {
      "",
      "In each draw half of the classes are enrolled, a quarter is the cohort that scores are normalised by, and a quarter are"
          + " strangers. Prints FNIR at the same FPIR for each way, at the draw's own threshold, and by how much it differs from"
          + " the best template's score, with the 95 %% interval over the draws.",
      ""
    })
public final class ScoresBenchCommand implements Callable<Integer> {
  private static final double[] RATES = {0.1, 0.01};

  @Mixin private EncodedImages images = new EncodedImages();

  @Option(
      names = "--enrol",
      paramLabel = "K",
      defaultValue = "3",
      description = "Samples enrolled of each class, its first ones. Default: ${DEFAULT-VALUE}.")
  private int enrol;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "20",
      description = "How often classes are drawn. Default: ${DEFAULT-VALUE}.")
  private int draws;

  @Option(names = "--json", description = "Print JSON lines instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Embeddings all = images.encode().embeddings();
    List<Scoring> scorings =
        Arrays.stream(Scoring.values()).filter(each -> each.templates() <= enrol).toList();
    Map<Scoring, List<OpenSet>> sets = new EnumMap<>(Scoring.class);
    Random random = new Random(0);
    for (int i = 0; i < draws; i++) {
      draw(all, scorings, random)
          .forEach(
              (scoring, set) -> sets.computeIfAbsent(scoring, _ -> new ArrayList<>()).add(set));
    }
    for (double rate : RATES) {
      double[] usual = fnir(sets.getOrDefault(Scoring.BEST, List.of()), rate);
      for (Scoring scoring : scorings) {
        say(rate, scoring, fnir(sets.getOrDefault(scoring, List.of()), rate), usual);
      }
    }
    return 0;
  }

  private Map<Scoring, OpenSet> draw(Embeddings all, List<Scoring> scorings, Random random) {
    List<int[]> rows = OpenSet.rowsOfClasses(all);
    List<Integer> classes = new Protocol(enrol, draws, 0).classes(all);
    Collections.shuffle(classes, random);
    List<Integer> enrolled = classes.subList(0, classes.size() / 2);
    List<Integer> cohort = classes.subList(classes.size() / 2, 3 * classes.size() / 4);
    List<Integer> strange = classes.subList(3 * classes.size() / 4, classes.size());
    ScoredDraw draw =
        new ScoredDraw(
            all,
            enrolled.stream()
                .map(each -> Arrays.copyOf(rows.get(each), enrol))
                .toArray(int[][]::new),
            cohort.stream().mapToInt(each -> rows.get(each)[0]).toArray(),
            scorings);
    Map<Scoring, List<OpenSet.Probe>> mated = draw.answers(asking(rows, enrolled));
    Map<Scoring, List<OpenSet.Probe>> strangers = draw.answers(asking(rows, strange));
    Map<Scoring, OpenSet> sets = new EnumMap<>(Scoring.class);
    mated.forEach((scoring, probes) ->
        sets.put(scoring, new OpenSet(probes, strangers.getOrDefault(scoring, List.of()))));
    return sets;
  }

  private int[] asking(List<int[]> rows, List<Integer> classes) {
    return classes.stream()
        .flatMapToInt(each -> Arrays.stream(rows.get(each)).skip(enrol))
        .toArray();
  }

  private static double[] fnir(List<OpenSet> sets, double rate) {
    return sets.stream().mapToDouble(each -> each.fnir(each.threshold(rate))).toArray();
  }

  private void say(double rate, Scoring scoring, double[] fnir, double[] usual) {
    double[] differences = new double[fnir.length];
    Arrays.setAll(differences, i -> fnir[i] - usual[i]);
    double mean = Arrays.stream(fnir).average().orElseThrow();
    double more = Arrays.stream(differences).average().orElseThrow();
    double half = 1.96 * Scoring.Spread.of(differences).deviation() / Math.sqrt(draws - 1.0);
    ObjectNode figures =
        JsonNodeFactory.instance
            .objectNode()
            .put("fpir", rate)
            .put("scoring", scoring.words())
            .put("enrol", enrol)
            .put("draws", draws)
            .put("fnir", mean)
            .put("difference", more)
            .put("low", more - half)
            .put("high", more + half);
    System.out.println(
        json
            ? figures.toString()
            : String.format(
                Locale.ROOT,
                "FPIR %-5s %-32s FNIR %.4f  %+.4f [%+.4f, %+.4f]",
                rate,
                scoring.words(),
                mean,
                more,
                more - half,
                more + half));
  }
}
