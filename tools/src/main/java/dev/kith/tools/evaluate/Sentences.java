package dev.kith.tools.evaluate;

import java.util.Locale;

/// An evaluation in words.
final class Sentences {
  private final StringBuilder text = new StringBuilder();

  private Sentences() {}

  static String of(Evaluation evaluation) {
    Sentences sentences = new Sentences();
    sentences.identification(evaluation);
    sentences.others(evaluation);
    return sentences.text.toString();
  }

  private void identification(Evaluation evaluation) {
    text.append(
        String.format(
            Locale.ROOT,
            "%,d images of %,d classes; %d enrolled each, %d draws, seed %d%n",
            evaluation.images().embeddings().size(),
            evaluation.images().classes().size(),
            evaluation.protocol().enrol(),
            evaluation.protocol().draws(),
            evaluation.protocol().seed()));
    line("rank-1", evaluation.rank1());
    text.append(
        String.format(
            Locale.ROOT,
            "%-20s %.4f, %.4f, %.4f%n",
            "rank-5, 10, 20",
            evaluation.mean(draw -> draw.identified(5)),
            evaluation.mean(draw -> draw.identified(10)),
            evaluation.mean(draw -> draw.identified(20))));
    evaluation.fnir().forEach((rate, each) -> line("FNIR at FPIR " + rate, each));
    if (!evaluation.fnir().isEmpty()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  (with the oracle's threshold: the one that gives this FPIR on the very same strangers)%n"));
    }
    evaluation
        .realised()
        .forEach((rate, each) -> {
          text.append(
              String.format(
                  Locale.ROOT,
                  "a threshold fixed for FPIR %s on half of the classes, %.4f, gives on the others%n",
                  rate,
                  each.threshold()));
          line("  FPIR", each.fpir());
          line("  FNIR", each.fnir());
        });
    line("AUROC", evaluation.auroc());
    line("OSCR", evaluation.oscr());
  }

  private void others(Evaluation evaluation) {
    evaluation
        .fnmr()
        .forEach((rate, each) ->
            text.append(String.format(Locale.ROOT, "%-20s %.4f%n", "FNMR at FMR " + rate, each)));
    Retrieval found = evaluation.retrieval();
    text.append(
        String.format(
            Locale.ROOT,
            "among all images: R@1 %.4f, R@2 %.4f, R@4 %.4f, R@8 %.4f, R-precision %.4f, MAP@R %.4f",
            found.recallAt1(),
            found.recallAt().getOrDefault(2, 0.0),
            found.recallAt().getOrDefault(4, 0.0),
            found.recallAt().getOrDefault(8, 0.0),
            found.rPrecision(),
            found.mapAtR()));
  }

  private void line(String name, Interval interval) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-20s %.4f [%.4f, %.4f]%n",
            name,
            interval.mean(),
            interval.low(),
            interval.high()));
  }
}
