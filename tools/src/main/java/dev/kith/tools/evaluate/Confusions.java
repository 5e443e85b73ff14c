package dev.kith.tools.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Probes beside the templates they were nearest to, as pictures.
final class Confusions {
  private Confusions() {}

  /// @param images that `labelled` was made of
  static String html(LabelledImages labelled, Path images, List<OpenSet.Probe> probes)
      throws IOException {
    Set<String> origins = new HashSet<>();
    for (OpenSet.Probe each : probes) {
      origins.add(labelled.origins().get(each.row()));
      origins.add(labelled.origins().get(each.best()));
    }
    Map<String, String> pictures = Thumbnails.of(images, origins);
    StringBuilder html = new StringBuilder();
    for (OpenSet.Probe each : probes) {
      html.append(
          String.format(
              Locale.ROOT,
              "<figure><img alt='' src='%s'> <img alt='' src='%s'><br>%s, taken for %s: %.3f</figure>",
              pictures.get(labelled.origins().get(each.row())),
              pictures.get(labelled.origins().get(each.best())),
              Svg.escaped(labelled.classes().get(each.label())),
              Svg.escaped(labelled.classes().get(labelled.embeddings().label(each.best()))),
              each.score()));
    }
    return html.isEmpty() ? "<p>None.</p>" : html.toString();
  }
}
