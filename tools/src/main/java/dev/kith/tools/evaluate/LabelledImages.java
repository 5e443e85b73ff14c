package dev.kith.tools.evaluate;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.gallery.Embedding;
import dev.kith.tools.source.Source;
import dev.kith.tools.source.SourceItem;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ProgressBar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// A folder of class folders, encoded: the class of an image is its folder's path.
///
/// @param classes names by label
/// @param origins where each row came from
/// @param refused images the encoder could do nothing with, and why
record LabelledImages(
    Embeddings embeddings, List<String> classes, List<String> origins, List<String> refused) {
  private static final int CHUNK = 256;

  private record Row(String origin, String name, Embedding embedding) {}

  static LabelledImages encode(Encoder encoder, Path images) throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    try (Source source = Source.open(images, Optional.empty());
        ProgressBar bar = new ProgressBar("encode", source.total())) {
      List<SourceItem.Sample> chunk = new ArrayList<>();
      while (source.hasNext()) {
        switch (source.next()) {
          case SourceItem.Sample sample -> chunk.add(sample);
          case SourceItem other -> refused.add(other.origin() + ": not an image");
        }
        if (chunk.size() == CHUNK || !source.hasNext()) {
          encode(encoder, chunk, rows, refused);
          bar.step(chunk.size());
          chunk.clear();
        }
      }
    }
    if (rows.isEmpty()) {
      throw new CommandFailure(
          "%s has no image that can be encoded, expected CLASS/*.png and the like: %s"
              .formatted(images, refused.isEmpty() ? "it is empty" : refused.getFirst()));
    }
    return of(rows, refused);
  }

  private static void encode(
      Encoder encoder, List<SourceItem.Sample> chunk, List<Row> rows, List<String> refused) {
    List<Encoding> encodings =
        IntStream.range(0, chunk.size())
            .parallel()
            .mapToObj(i -> encoder.encode(chunk.get(i).image()))
            .toList();
    for (int i = 0; i < chunk.size(); i++) {
      SourceItem.Sample sample = chunk.get(i);
      switch (encodings.get(i)) {
        case Encoding.Encoded(var embedding) ->
            rows.add(new Row(sample.origin(), sample.subject(), embedding));
        case Encoding.Unusable(_, String reason) -> refused.add(sample.origin() + ": " + reason);
      }
    }
  }

  private static LabelledImages of(List<Row> rows, List<String> refused) {
    Map<String, Integer> labels = new TreeMap<>();
    rows.forEach(row -> labels.put(row.name(), 0));
    List<String> classes = List.copyOf(labels.keySet());
    for (int label = 0; label < classes.size(); label++) {
      labels.put(classes.get(label), label);
    }
    int dimension = rows.getFirst().embedding().space().dimension();
    float[] values = new float[rows.size() * dimension];
    int[] owners = new int[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).embedding().toArray(), 0, values, i * dimension, dimension);
      owners[i] = labels.getOrDefault(rows.get(i).name(), 0);
    }
    return new LabelledImages(
        new Embeddings(dimension, values, owners),
        classes,
        rows.stream().map(Row::origin).toList(),
        List.copyOf(refused));
  }
}
