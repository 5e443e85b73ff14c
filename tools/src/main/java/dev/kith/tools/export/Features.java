package dev.kith.tools.export;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/// The shape of one sample between two layers, without the batch.
public sealed interface Features {
  /// Pictures: channels x height x width.
  record Planes(int channels, int height, int width) implements Features {
    public Planes {
      if (channels < 1 || height < 1 || width < 1) {
        throw new NetException(
            "planes %d x %d x %d, expected positive sizes".formatted(channels, height, width));
      }
    }

    @Override
    public List<Integer> sizes() {
      return List.of(channels, height, width);
    }
  }

  /// A vector.
  record Row(int length) implements Features {
    public Row {
      if (length < 1) {
        throw new NetException("a row of %d, expected 1 or more".formatted(length));
      }
    }

    @Override
    public List<Integer> sizes() {
      return List.of(length);
    }
  }

  @JsonValue
  List<Integer> sizes();

  /// Numbers in one sample.
  default int count() {
    return sizes().stream().reduce(1, Math::multiplyExact);
  }

  /// What batch normalisation and slopes count: channels, or the entries of a row.
  default int channels() {
    return sizes().getFirst();
  }

  @JsonCreator
  static Features of(List<Integer> sizes) {
    return switch (sizes.size()) {
      case 1 -> new Row(sizes.getFirst());
      case 3 -> new Planes(sizes.get(0), sizes.get(1), sizes.get(2));
      default ->
          throw new NetException(
              "a shape of %d sizes, expected [length] or [channels, height, width]"
                  .formatted(sizes.size()));
    };
  }
}
