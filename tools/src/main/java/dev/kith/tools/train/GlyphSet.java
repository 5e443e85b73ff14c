package dev.kith.tools.train;

import dev.kith.encoder.Image;
import dev.kith.gallery.Embedding;
import dev.kith.tools.glyph.Script;
import dev.kith.tools.loss.batch.Labels;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Generated handwriting as training data, drawn when first asked for. One thread.
final class GlyphSet implements ImageSet {
  /// Drawn larger and shrunk, since that is what pictures meet in service.
  private static final int DRAWN = 64;

  private final Script script;
  private final int first;
  private final int classes;
  private final int samples;
  private final Intake intake;
  private final Labels labels;
  private final @Nullable Picture[] drawn;

  /// @param first number of the first character
  GlyphSet(Script script, int first, int classes, int samples, Intake intake) {
    this.script = script;
    this.first = first;
    this.classes = classes;
    this.samples = samples;
    this.intake = intake;
    int size = Math.multiplyExact(classes, samples);
    this.labels = Labels.of(IntStream.range(0, size).map(i -> i / samples).toArray());
    this.drawn = new Picture[size];
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public String name(int label) {
    return "character " + (first + label);
  }

  @Override
  public byte[] planes(int sample) {
    return picture(sample).planes();
  }

  @Override
  public Embedding before(int sample) {
    return picture(sample).before();
  }

  private Picture picture(int sample) {
    var picture = drawn[sample];
    if (picture == null) {
      var image = script.draw(first + sample / samples, sample % samples, DRAWN);
      picture = intake.take(new Image(DRAWN, DRAWN, 1, image.pixels()));
      drawn[sample] = picture;
    }
    return picture;
  }

  @Override
  public long checksum() {
    return 0;
  }
}
