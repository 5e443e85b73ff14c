package dev.kith.gallery.lucene.format1;

/// A vector's codes and how far they are from it. Reused from vector to vector; not thread-safe.
final class Coded {
  /// Lengths are of floats: what is beside the axes is known up to this.
  private static final double FLOATING = 1e-6;

  private final Quantiser quantiser;
  private final short[] codes;
  private final float[] along;
  private double length;
  private double codedLength;
  private double off;
  private double beside;

  Coded(Quantiser quantiser) {
    this.quantiser = quantiser;
    codes = new short[quantiser.width()];
    along = new float[quantiser.dimension()];
  }

  void read(float[] vector) {
    float[] numbers = quantiser.numbers(vector, along);
    quantiser.encode(numbers, codes);
    double whole = Axes.squares(vector);
    double part = Axes.squares(numbers);
    double coded = 0;
    double apart = 0;
    for (int i = 0; i < quantiser.dimension(); i++) {
      double back = codes[i] / (double) quantiser.scale();
      coded += back * back;
      apart += (numbers[i] - back) * (numbers[i] - back);
    }
    length = Math.sqrt(part);
    codedLength = Math.sqrt(coded);
    off = Math.sqrt(apart);
    beside = quantiser.axes() == null ? 0 : Math.sqrt(Math.max(0, whole - part) + FLOATING);
  }

  short[] codes() {
    return codes;
  }

  /// The length of the numbers that are coded.
  double length() {
    return length;
  }

  /// The length of what the codes stand for.
  double codedLength() {
    return codedLength;
  }

  /// How far that is from the numbers.
  double off() {
    return off;
  }

  /// The length of what lies beside the axes.
  double beside() {
    return beside;
  }
}
