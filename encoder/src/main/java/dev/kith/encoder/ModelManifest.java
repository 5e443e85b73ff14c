package dev.kith.encoder;

import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Space;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/// What an encoder file says of itself: its `kith.*` keys, in `metadata_props` or a sidecar.
///
/// | key | meaning |
/// |---|---|
/// | `kith.name` | what people call it |
/// | `kith.input` | `CxHxW`: 1 or 3 channels, height, width in pixels |
/// | `kith.colour` | `rgb`, `bgr` or `grey`: order of the channels |
/// | `kith.mean`, `kith.std` | one number a channel, or one for all, on pixels scaled to 0..1: input = (pixel / 255 - mean) / std |
/// | `kith.resize` | `stretch` (default), `crop` (fill, cut the middle) or `pad` (fit, repeat the border) |
/// | `kith.dimension` | numbers in an embedding |
/// | `kith.output` | which output is the embedding, where a model has several; the first by default |
/// | `kith.threshold` | the cosine that decides until a gallery is calibrated |
/// | `kith.compatible-with` | the space of an older encoder, whose templates this one's probes are trained to find |
/// | `kith.loss`, `kith.prior.*`, others | kept as they are |
///
/// `kith.input`, `kith.mean` and `kith.std` must be there; the input's shape may come from the
/// graph. A sidecar's keys win over the file's own.
///
/// @param keys every `kith.*` key with its value, trimmed
public record ModelManifest(Map<String, String> keys) {
  public static final String PREFIX = "kith.";

  public ModelManifest {
    Map<String, String> own = new TreeMap<>();
    keys.forEach((key, value) -> {
      if (key.startsWith(PREFIX)) {
        own.put(key, value.strip());
      }
    });
    keys = Map.copyOf(own);
  }

  /// The same manifest with the other's keys over its own.
  public ModelManifest with(ModelManifest over) {
    Map<String, String> both = new TreeMap<>(keys);
    both.putAll(over.keys);
    return new ModelManifest(both);
  }

  /// One `key=value` line each, sorted, with defaults and numbers in one spelling: what a space's
  /// digest covers.
  ///
  /// @throws GalleryException.Invalid `invalid-manifest` as [Preparation#of] does
  public String canonical() {
    Map<String, String> all = new TreeMap<>(keys);
    all.putAll(Preparation.of(this).keys());
    StringBuilder text = new StringBuilder();
    all.forEach(
        (key, value) -> text.append(oneLine(key)).append('=').append(oneLine(value)).append('\n'));
    return text.toString();
  }

  private static String oneLine(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("=", "\\=");
  }

  /// This manifest, if every key Kith reads can be read.
  ///
  /// @throws GalleryException.Invalid `invalid-manifest`, naming the key
  public ModelManifest checked() {
    canonical();
    dimension();
    threshold();
    return this;
  }

  public Optional<String> name() {
    return text("name");
  }

  /// The value of `kith.<key>`.
  public Optional<String> text(String key) {
    return Optional.ofNullable(keys.get(PREFIX + key));
  }

  /// The value of `kith.<key>` as a number.
  ///
  /// @throws GalleryException.Invalid `invalid-manifest` when it is something else
  public OptionalDouble number(String key) {
    return text(key)
        .map(value -> OptionalDouble.of(finite(key, value)))
        .orElse(OptionalDouble.empty());
  }

  /// Numbers in an embedding, where the manifest says it.
  public OptionalInt dimension() {
    OptionalDouble dimension = number("dimension");
    if (dimension.isEmpty()) {
      return OptionalInt.empty();
    }
    double value = dimension.getAsDouble();
    if (value != Math.rint(value) || value < 1 || value > Space.LARGEST_DIMENSION) {
      throw invalid(
          "kith.dimension is %s, expected 1 to %d"
              .formatted(text("dimension").orElseThrow(), Space.LARGEST_DIMENSION));
    }
    return OptionalInt.of((int) value);
  }

  /// The cosine that decides until the gallery is calibrated.
  public OptionalDouble threshold() {
    OptionalDouble threshold = number("threshold");
    threshold.ifPresent(value -> {
      if (value < -1 || value > 1) {
        throw invalid("kith.threshold is %s, expected a cosine from -1 to 1".formatted(value));
      }
    });
    return threshold;
  }

  /// Numbers separated by commas or blanks, one for each of the channels or one for all.
  List<Double> numbers(String key, int channels) {
    String value =
        text(key).orElseThrow(() -> invalid("got no kith.%s, expected it".formatted(key)));
    List<Double> numbers = new ArrayList<>();
    for (String each : value.replaceAll("[\\[\\]]", "").strip().split("[,\\s]+", -1)) {
      numbers.add(finite(key, each));
    }
    if (numbers.size() == 1) {
      return Collections.nCopies(channels, numbers.getFirst());
    }
    if (numbers.size() != channels) {
      throw invalid(
          "kith.%s has %d numbers, expected 1 or %d".formatted(key, numbers.size(), channels));
    }
    return List.copyOf(numbers);
  }

  private static double finite(String key, String value) {
    try {
      double number = Double.parseDouble(value);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below, together with what is a number but not finite
    }
    throw invalid("kith.%s has \"%s\", expected a finite number".formatted(key, value));
  }

  static GalleryException.Invalid invalid(String message) {
    return new GalleryException.Invalid("invalid-manifest", message);
  }
}
