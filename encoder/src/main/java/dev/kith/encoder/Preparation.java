package dev.kith.encoder;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How a decoded image becomes an encoder's input.
///
/// @param mean one number a channel, on pixels scaled to 0..1
/// @param std likewise; none is 0
public record Preparation(
    int channels,
    int height,
    int width,
    Colour colour,
    Fit fit,
    List<Double> mean,
    List<Double> std) {
  private static final Pattern SHAPE =
      Pattern.compile("(\\d{1,5})\\s*[x×,]\\s*(\\d{1,5})\\s*[x×,]\\s*(\\d{1,5})");
  private static final int LARGEST_SIDE = 4096;

  /// Order of an input's channels.
  public enum Colour {
    RGB,
    BGR,
    GREY
  }

  /// How an image of another shape meets the input's.
  public enum Fit {
    /// Sides are scaled apart.
    STRETCH,
    /// Fills the input; what stands over is cut evenly.
    CROP,
    /// Fits into the input; what is missing repeats the border.
    PAD
  }

  public Preparation {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (channels != 1 && channels != 3) {
      throw ModelManifest.invalid("got %d channels, expected 1 or 3".formatted(channels));
    }
    if ((channels == 1) != (colour == Colour.GREY)) {
      throw ModelManifest.invalid(
          "got colour %s for %d channels, expected grey for 1, rgb or bgr for 3"
              .formatted(colour.name().toLowerCase(Locale.ROOT), channels));
    }
    if (height < 1 || width < 1 || height > LARGEST_SIDE || width > LARGEST_SIDE) {
      throw ModelManifest.invalid(
          "got an input of %d x %d pixels, expected sides of 1 to %d"
              .formatted(height, width, LARGEST_SIDE));
    }
    if (std.contains(0.0)) {
      throw ModelManifest.invalid("kith.std has a 0, expected numbers to divide by");
    }
  }

  /// @throws dev.kith.gallery.GalleryException.Invalid `invalid-manifest`, naming the key
  public static Preparation of(ModelManifest manifest) {
    List<String> missing =
        List.of("input", "mean", "std").stream()
            .filter(key -> manifest.text(key).isEmpty())
            .map(key -> ModelManifest.PREFIX + key)
            .toList();
    if (!missing.isEmpty()) {
      throw ModelManifest.invalid(
          "the model's metadata and its sidecar lack %s, expected them"
              .formatted(String.join(", ", missing)));
    }
    Matcher shape = SHAPE.matcher(manifest.text("input").orElseThrow());
    if (!shape.matches()) {
      throw ModelManifest.invalid("kith.input isn't CxHxW, such as 3x112x112");
    }
    int channels = Integer.parseInt(shape.group(1));
    return new Preparation(
        channels,
        Integer.parseInt(shape.group(2)),
        Integer.parseInt(shape.group(3)),
        word(manifest, "colour", Colour.class, channels == 1 ? Colour.GREY : Colour.RGB),
        word(manifest, "resize", Fit.class, Fit.STRETCH),
        manifest.numbers("mean", channels),
        manifest.numbers("std", channels));
  }

  private static <E extends Enum<E>> E word(
      ModelManifest manifest, String key, Class<E> words, E otherwise) {
    String word = manifest.text(key).orElse(otherwise.name()).toUpperCase(Locale.ROOT);
    for (E each : words.getEnumConstants()) {
      if (each.name().equals(word)) {
        return each;
      }
    }
    throw ModelManifest.invalid(
        "kith.%s is %s, expected one of %s"
            .formatted(key, word.toLowerCase(Locale.ROOT), List.of(words.getEnumConstants()))
            .toLowerCase(Locale.ROOT));
  }

  /// The manifest keys that say this, each in one spelling.
  Map<String, String> keys() {
    return Map.of(
        "kith.input", "%dx%dx%d".formatted(channels, height, width),
        "kith.colour", colour.name().toLowerCase(Locale.ROOT),
        "kith.resize", fit.name().toLowerCase(Locale.ROOT),
        "kith.mean", spelled(mean),
        "kith.std", spelled(std));
  }

  private static String spelled(List<Double> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /// Floats in one input.
  public int floats() {
    return channels * height * width;
  }
}
