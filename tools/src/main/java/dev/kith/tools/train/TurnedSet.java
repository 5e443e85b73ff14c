package dev.kith.tools.train;

import dev.kith.gallery.Embedding;
import dev.kith.tools.loss.batch.Labels;
import java.util.stream.IntStream;

/// Pictures of another set, each also turned by one, two and three quarters; a turned class is a
/// class of its own, so that there are four times as many to tell apart. Thread-safe where the
/// other set is.
final class TurnedSet implements ImageSet {
  private static final int TURNS = 4;

  private final ImageSet upright;
  private final int side;
  private final Labels labels;

  /// @param side of the square pictures
  TurnedSet(ImageSet upright, int side) {
    this.upright = upright;
    this.side = side;
    this.labels =
        Labels.of(
            IntStream.range(0, upright.size() * TURNS)
                .map(i -> upright.labels().at(i / TURNS) * TURNS + i % TURNS)
                .toArray());
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public int classes() {
    return upright.classes() * TURNS;
  }

  @Override
  public String name(int label) {
    return "%s, turned by %d°".formatted(upright.name(label / TURNS), 90 * (label % TURNS));
  }

  @Override
  public byte[] planes(int sample) {
    byte[] planes = upright.planes(sample / TURNS);
    for (int turn = sample % TURNS; turn > 0; turn--) {
      planes = turned(planes);
    }
    return planes;
  }

  private byte[] turned(byte[] planes) {
    var result = new byte[planes.length];
    int area = side * side;
    for (int i = 0; i < planes.length; i++) {
      int plane = i / area * area;
      int row = (i - plane) / side;
      int column = (i - plane) % side;
      result[plane + column * side + side - 1 - row] = planes[i];
    }
    return result;
  }

  @Override
  public Embedding before(int sample) {
    throw new IllegalStateException("an older encoder has seen no turned picture");
  }

  @Override
  public long checksum() {
    return upright.checksum();
  }
}
