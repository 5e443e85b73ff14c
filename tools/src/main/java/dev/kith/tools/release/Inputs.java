package dev.kith.tools.release;

import dev.kith.encoder.Image;
import dev.kith.encoder.ModelManifest;
import dev.kith.encoder.Preparation;
import dev.kith.encoder.image.ImageReading;
import dev.kith.encoder.image.Resampler;
import dev.kith.encoder.image.UnusableImage;
import dev.kith.tools.export.Tensor;
import dev.kith.tools.source.Source;
import dev.kith.tools.source.SourceItem;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Images as a model takes them, one a batch.
final class Inputs {
  private static final ImageReading READING = new ImageReading(100_000_000);

  private Inputs() {}

  /// @param classes whose images are taken
  /// @param most so many in all, as many of each class; what can't be read is passed over
  static List<Tensor> of(Path images, ModelManifest manifest, Set<String> classes, int most)
      throws IOException {
    var preparation = Preparation.of(manifest);
    var resampler = new Resampler(preparation);
    int each = Math.ceilDiv(most, classes.size());
    Map<String, Integer> taken = new HashMap<>();
    List<Tensor> inputs = new ArrayList<>();
    try (Source source = Source.open(images, Optional.empty())) {
      while (source.hasNext() && inputs.size() < most) {
        if (source.next() instanceof SourceItem.Sample sample
            && classes.contains(sample.subject())
            && taken.merge(sample.subject(), 1, Integer::sum) <= each) {
          read(sample).ifPresent(image -> inputs.add(input(preparation, resampler, image)));
        }
      }
    }
    return inputs;
  }

  private static Optional<Image> read(SourceItem.Sample sample) {
    try {
      return Optional.of(READING.read(sample.image()));
    } catch (UnusableImage _) {
      return Optional.empty();
    }
  }

  private static Tensor input(Preparation preparation, Resampler resampler, Image image) {
    var values = new float[preparation.floats()];
    resampler.write(image, FloatBuffer.wrap(values));
    return new Tensor(
        List.of(1, preparation.channels(), preparation.height(), preparation.width()), values);
  }
}
