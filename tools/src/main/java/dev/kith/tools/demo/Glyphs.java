package dev.kith.tools.demo;

import dev.kith.tools.glyph.GreyImage;
import dev.kith.tools.glyph.Script;
import dev.kith.tools.source.Source;
import dev.kith.tools.source.SourceItem;
import java.util.NoSuchElementException;
import java.util.OptionalInt;

/// The characters of the demonstration: an invented script that the bundled encoder hasn't learnt
/// from. The first are enrolled, those after them nobody knows.
record Glyphs(int enrolled, int samples) {
  private static final Script SCRIPT = new Script(2026);
  private static final int SIZE = 64;

  static String subject(long character) {
    return "glyph-%03d".formatted(character);
  }

  /// The character of a subject's id.
  static long character(String subject) {
    return Long.parseLong(subject.substring("glyph-".length()));
  }

  /// A sample that was enrolled.
  static GreyImage sample(long character, long sample) {
    return SCRIPT.draw(character, sample, SIZE);
  }

  /// The same character once more, by a hand that was never enrolled.
  static GreyImage again(long character) {
    return SCRIPT.draw(character, 1000, SIZE);
  }

  /// Everything that is to be enrolled, each sample as a file of its own.
  Source source() {
    return new Drawn(this);
  }

  private static final class Drawn implements Source {
    private final Glyphs glyphs;
    private int next;

    Drawn(Glyphs glyphs) {
      this.glyphs = glyphs;
    }

    @Override
    public long total() {
      return (long) glyphs.enrolled * glyphs.samples;
    }

    @Override
    public OptionalInt dimension() {
      return OptionalInt.empty();
    }

    @Override
    public boolean hasNext() {
      return next < total();
    }

    @Override
    public SourceItem next() {
      if (!hasNext()) {
        throw new NoSuchElementException("all glyphs are drawn");
      }
      int character = next / glyphs.samples;
      int sample = next % glyphs.samples;
      next++;
      String subject = subject(character);
      return new SourceItem.Sample(
          subject + "/" + sample + ".png", subject, sample(character, sample).png());
    }

    @Override
    public void close() {}
  }
}
