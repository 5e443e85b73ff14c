package dev.kith.tools.train;

import dev.kith.encoder.image.ImageReading;
import dev.kith.encoder.image.UnusableImage;
import dev.kith.gallery.Embedding;
import dev.kith.tools.loss.batch.Labels;
import dev.kith.tools.source.Source;
import dev.kith.tools.source.SourceItem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/// Pictures of a folder of folders, in memory. Immutable and thread-safe.
final class FolderSet implements ImageSet {
  private static final long MAX_PIXELS = 100_000_000;

  private final List<String> names;
  private final List<Picture> pictures;
  private final Labels labels;

  private FolderSet(List<String> names, List<Picture> pictures, Labels labels) {
    this.names = names;
    this.pictures = pictures;
    this.labels = labels;
  }

  /// Reads every picture.
  ///
  /// @throws RecipeException if a file is no picture, or there is none
  static FolderSet read(Path path, Intake intake) throws IOException {
    var byClass = new TreeMap<String, List<Picture>>();
    var reading = new ImageReading(MAX_PIXELS);
    try (var source = Source.open(path, Optional.empty())) {
      while (source.hasNext()) {
        if (source.next() instanceof SourceItem.Sample sample) {
          var image = intake.take(reading.read(sample.image()));
          byClass.computeIfAbsent(sample.subject(), _ -> new ArrayList<>()).add(image);
        }
      }
    } catch (UnusableImage e) {
      throw new RecipeException(
          "%s has a file that can't be read: %s".formatted(path, e.getMessage()));
    }
    if (byClass.isEmpty()) {
      throw new RecipeException("%s has no pictures, expected CLASS/*.png".formatted(path));
    }
    return of(byClass);
  }

  private static FolderSet of(Map<String, List<Picture>> byClass) {
    var pictures = new ArrayList<Picture>();
    var labels = new ArrayList<Integer>();
    var names = List.copyOf(byClass.keySet());
    for (int label = 0; label < names.size(); label++) {
      for (var image : byClass.getOrDefault(names.get(label), List.of())) {
        pictures.add(image);
        labels.add(label);
      }
    }
    return new FolderSet(
        names, pictures, Labels.of(labels.stream().mapToInt(label -> label).toArray()));
  }

  List<String> names() {
    return names;
  }

  /// The classes whose name passes, with at most so many pictures of each.
  FolderSet only(Predicate<String> which, int samples) {
    var byClass = new TreeMap<String, List<Picture>>();
    for (int i = 0; i < pictures.size(); i++) {
      String name = names.get(labels.at(i));
      if (which.test(name)) {
        var list = byClass.computeIfAbsent(name, _ -> new ArrayList<>());
        if (list.size() < samples) {
          list.add(pictures.get(i));
        }
      }
    }
    return of(byClass);
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public int classes() {
    return names.size();
  }

  @Override
  public String name(int label) {
    return names.get(label);
  }

  @Override
  public byte[] planes(int sample) {
    return pictures.get(sample).planes();
  }

  @Override
  public Embedding before(int sample) {
    return pictures.get(sample).before();
  }

  @Override
  public long checksum() {
    var checksum = new CRC32C();
    pictures.forEach(picture -> checksum.update(picture.planes()));
    checksum.update((names + " " + labels).getBytes(StandardCharsets.UTF_8));
    return checksum.getValue();
  }
}
