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
  private static final int AFTER_THE_PROBES = 1000;

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
    return new Drawn(0, enrolled, samples);
  }

  /// Characters that nobody enrols and nobody asks about: strangers to measure error rates with.
  Source strangers(int count) {
    return new Drawn(enrolled + AFTER_THE_PROBES, count, 1);
  }

  private static final class Drawn implements Source {
    private final long first;
    private final int characters;
    private final int samples;
    private int next;

    Drawn(long first, int characters, int samples) {
      this.first = first;
      this.characters = characters;
      this.samples = samples;
    }

    @Override
    public long total() {
      return (long) characters * samples;
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
      long character = first + next / samples;
      int sample = next % samples;
      next++;
      String subject = subject(character);
      return new SourceItem.Sample(
          subject + "/" + sample + ".png", subject, sample(character, sample).png());
    }

    @Override
    public void close() {}
  }
}
