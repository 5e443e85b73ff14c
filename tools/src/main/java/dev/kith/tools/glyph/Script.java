package dev.kith.tools.glyph;

/// An invented writing system with as many characters as one asks for. A seed, a character and a
/// sample number determine a picture to the last pixel, on every machine. Stateless and
/// thread-safe; a picture of 32 x 32 costs tens of microseconds.
///
/// @param seed which writing system; characters of different seeds are strangers to each other
/// @param wobble how unsteady the hands are: 0 none, 1 ordinary
public record Script(long seed, double wobble) {
  /// The bundled `glyph` encoder has learnt from this one only; what is shown to it later should
  /// come from another.
  public static final long TRAINING_SEED = 1;

  public Script {
    if (!(wobble >= 0 && wobble <= 3)) {
      throw new IllegalArgumentException("wobble %s, expected 0 to 3".formatted(wobble));
    }
  }

  public Script(long seed) {
    this(seed, 1);
  }

  /// Draws a sample of a character, dark on light.
  ///
  /// @param character 0 or more; each is a class of its own
  /// @param sample 0 or more
  /// @param size side in pixels, 8 to 1024
  public GreyImage draw(long character, long sample, int size) {
    if (character < 0 || sample < 0 || size < 8 || size > 1024) {
      throw new IllegalArgumentException(
          "character %d, sample %d, size %d, expected 0 or more, 0 or more, 8 to 1024"
              .formatted(character, sample, size));
    }
    var glyph = Glyph.invent(new Dice(seed, character));
    var traces = new Hand(new Dice(seed, character, sample, 1), wobble).write(glyph);
    return new Pen(new Dice(seed, character, sample, 2), size).draw(traces);
  }
}
