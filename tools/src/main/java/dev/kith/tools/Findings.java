package dev.kith.tools;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.gallery.GalleryName;
import dev.kith.server.work.Examination;
import java.util.Locale;

/// What an examination found, in words and as JSON.
final class Findings {
  private Findings() {}

  static String text(GalleryName gallery, Examination found) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "gallery %s: %,d templates compared with all, %s%n",
            gallery,
            found.examined(),
            found.threshold().isPresent()
                ? String.format(Locale.ROOT, "threshold %.4f", found.threshold().getAsDouble())
                : "not calibrated yet"));
    title(text, "the same sample under two subjects", found.duplicates().size());
    found.duplicates().forEach(each -> pair(text, each));
    title(text, "look-alikes, nearer than the threshold", found.lookAlikes().size());
    found.lookAlikes().forEach(each -> pair(text, each));
    title(
        text, "templates nearer to another subject than to their own", found.mislabelled().size());
    for (Examination.Stray each : found.mislabelled()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %s/%s: %.4f to %s, %.4f to its own%n",
              each.subject(),
              each.template(),
              each.score(),
              each.nearest(),
              each.own()));
    }
    title(
        text, "strangers of the cohort that would be taken for somebody", found.suspects().size());
    for (Examination.Suspect each : found.suspects()) {
      text.append(
          String.format(
              Locale.ROOT, "  %s: %.4f to %s%n", each.stranger(), each.score(), each.subject()));
    }
    title(text, "subjects that strangers are taken for most", found.accepting().size());
    found
        .accepting()
        .forEach((subject, count) -> text.append("  %s: %,d%n".formatted(subject, count)));
    return text.toString();
  }

  private static void title(StringBuilder text, String words, int count) {
    if (count > 0) {
      text.append(words).append(":").append(System.lineSeparator());
    }
  }

  private static void pair(StringBuilder text, Examination.Pair pair) {
    text.append(
        String.format(
            Locale.ROOT,
            "  %s and %s: %.4f (%s)%n",
            pair.one(),
            pair.other(),
            pair.score(),
            pair.template()));
  }

  static ObjectNode json(GalleryName gallery, Examination found) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("gallery", gallery.value())
            .put("examined", found.examined())
            .put(
                "threshold",
                found.threshold().isPresent() ? (Double) found.threshold().getAsDouble() : null);
    found.duplicates().forEach(each -> pair(json.withArray("duplicates").addObject(), each));
    found.lookAlikes().forEach(each -> pair(json.withArray("lookAlikes").addObject(), each));
    found
        .mislabelled()
        .forEach(each ->
            json.withArray("mislabelled")
                .addObject()
                .put("subject", each.subject().value())
                .put("template", each.template().value())
                .put("own", each.own())
                .put("nearest", each.nearest().value())
                .put("score", each.score()));
    found
        .suspects()
        .forEach(each ->
            json.withArray("suspects")
                .addObject()
                .put("stranger", each.stranger().value())
                .put("subject", each.subject().value())
                .put("score", each.score()));
    found
        .accepting()
        .forEach((subject, count) ->
            json.withArray("accepting")
                .addObject()
                .put("subject", subject.value())
                .put("strangers", count));
    return json;
  }

  private static void pair(ObjectNode json, Examination.Pair pair) {
    json.put("one", pair.one().value())
        .put("other", pair.other().value())
        .put("template", pair.template().value())
        .put("score", pair.score());
  }
}
