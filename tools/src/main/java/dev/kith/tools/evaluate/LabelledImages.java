package dev.kith.tools.evaluate;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.gallery.Embedding;
import dev.kith.tools.source.Source;
import dev.kith.tools.source.SourceItem;
import dev.kith.tools.terminal.CommandFailure;
import dev.kith.tools.terminal.ProgressBar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// A folder of class folders, encoded: the class of an image is its folder's path.
///
/// @param classes names by label
/// @param origins where each row came from
/// @param refused images the encoder could do nothing with, and why
public record LabelledImages(
    Embeddings embeddings, List<String> classes, List<String> origins, List<String> refused) {
  private static final int CHUNK = 256;

  public LabelledImages {
    classes = List.copyOf(classes);
    origins = List.copyOf(origins);
    refused = List.copyOf(refused);
  }

  private record Row(String origin, String name, Embedding embedding) {}

  /// @param images a folder of class folders, or the same in a .zip
  /// @throws CommandFailure if none of them can be encoded
  public static LabelledImages encode(Encoder encoder, Path images) throws IOException {
    return encode(encoder, images, _ -> true);
  }

  /// The same for some of the classes.
  public static LabelledImages encode(Encoder encoder, Path images, Predicate<String> classes)
      throws IOException {
    if (!Files.exists(images)) {
      throw new CommandFailure("%s isn't there, expected a folder of images".formatted(images));
    }
    List<Row> rows = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    try (Source source = Source.open(images, Optional.empty());
        ProgressBar bar = new ProgressBar("encode", source.total())) {
      List<SourceItem.Sample> chunk = new ArrayList<>();
      while (source.hasNext()) {
        switch (source.next()) {
          case SourceItem.Sample sample -> {
            if (classes.test(sample.subject())) {
              chunk.add(sample);
            }
          }
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
    int dimension = rows.getFirst().embedding().space().dimension();
    float[] values = new float[rows.size() * dimension];
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).embedding().copyTo(values, i * dimension);
    }
    return of(
        dimension,
        values,
        rows.stream().map(Row::name).toList(),
        rows.stream().map(Row::origin).toList(),
        refused);
  }

  /// The images of some classes alone, which are numbered anew.
  public LabelledImages only(Set<String> wanted) {
    int[] rows =
        IntStream.range(0, embeddings.size()).filter(row -> wanted.contains(name(row))).toArray();
    int dimension = embeddings.dimension();
    float[] values = new float[rows.length * dimension];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(embeddings.values(rows[i]), 0, values, i * dimension, dimension);
    }
    return of(
        dimension,
        values,
        IntStream.of(rows).mapToObj(this::name).toList(),
        IntStream.of(rows).mapToObj(origins::get).toList(),
        List.of());
  }

  private String name(int row) {
    return classes.get(embeddings.label(row));
  }

  private static LabelledImages of(
      int dimension,
      float[] values,
      List<String> names,
      List<String> origins,
      List<String> refused) {
    List<String> classes = List.copyOf(new TreeSet<>(names));
    Map<String, Integer> labels = new HashMap<>();
    classes.forEach(name -> labels.put(name, labels.size()));
    int[] owners = names.stream().mapToInt(name -> labels.getOrDefault(name, 0)).toArray();
    return new LabelledImages(new Embeddings(dimension, values, owners), classes, origins, refused);
  }
}
