package dev.kith.encoder.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.encoder.Image;
import dev.kith.gallery.GalleryException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxEncodersTest {
  private static final long SEED = 20261124;
  private final OnnxEncoders encoders = new OnnxEncoders(Provider.CPU, 1_000_000);

  private Encoder open(TinyModel model) {
    return encoders.open(model.bytes(), Optional.empty());
  }

  private Encoder open(TinyModel model, String sidecar) {
    return encoders.open(model.bytes(), Optional.of(sidecar.getBytes(StandardCharsets.UTF_8)));
  }

  private static Image plain(int red, int green, int blue) {
    byte[] samples = new byte[3 * 16 * 16];
    for (int i = 0; i < samples.length; i += 3) {
      samples[i] = (byte) red;
      samples[i + 1] = (byte) green;
      samples[i + 2] = (byte) blue;
    }
    return new Image(16, 16, 3, samples);
  }

  private static float[] vector(Encoding encoding) {
    return ((Encoding.Encoded) encoding).embedding().toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anOutputOfAnyRankIsFlattenedAndBroughtToUnitLength(int batch) {
    try (Encoder encoder = open(TinyModel.means(batch))) {
      assertThat(encoder.space().dimension()).isEqualTo(3);
      float[] vector = vector(encoder.encode(plain(30, 40, 0)));
      assertThat(vector[0]).isCloseTo(0.6f, within(1e-6f));
      assertThat(vector[1]).isCloseTo(0.8f, within(1e-6f));
      assertThat(vector[2]).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"GlobalAveragePool,zero-vector", "Log,not-finite"})
  void anOutputThatIsNoDirectionMakesTheSampleUnusable(String operator, String code) {
    try (Encoder encoder = open(TinyModel.means(0).with("GlobalAveragePool", operator))) {
      assertThat(encoder.encode(plain(0, 0, 0)))
          .isInstanceOfSatisfying(
              Encoding.Unusable.class, unusable -> assertThat(unusable.code()).isEqualTo(code));
    }
  }

  @Test
  void aModelThatSaysNothingIsRefusedWithEverythingThatIsMissing() {
    TinyModel silent = new TinyModel(0, 3, 0, List.of("GlobalAveragePool"), Map.of());
    assertThatThrownBy(() -> open(silent))
        .isInstanceOf(GalleryException.Invalid.class)
        .hasMessageContaining("kith.input, kith.mean, kith.std");
    try (Encoder encoder = open(silent, "{\"input\":[3,8,8],\"mean\":0.5,\"std\":0.5}")) {
      assertThat(encoder.manifest().text("input")).hasValue("3,8,8");
    }
  }

  @Test
  void theShapeMayComeFromTheGraphAndMustAgreeWithIt() {
    try (Encoder encoder = open(TinyModel.means(1).silent(), "{\"mean\":0,\"std\":1}")) {
      assertThat(encoder.manifest().text("input")).hasValue("3x8x8");
    }
    assertThatThrownBy(() -> open(TinyModel.means(1).said("kith.input", "3x9x9")))
        .isInstanceOf(GalleryException.Invalid.class)
        .hasMessageContaining("[1, 3, 8, 8]");
    assertThatThrownBy(() -> open(TinyModel.means(0).said("kith.input", "1x8x8")))
        .isInstanceOf(GalleryException.Invalid.class)
        .hasMessageContaining("[-1, 3, 8, 8]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kith.dimension|4|the model gives 3 numbers, expected 4",
        "kith.dimension|three|expected a finite number",
        "kith.threshold|1.5|expected a cosine",
        "kith.std|0|numbers to divide by",
        "kith.mean|0.1,0.2|has 2 numbers, expected 1 or 3",
        "kith.colour|cmyk|expected one of [rgb, bgr, grey]",
        "kith.resize|squeeze|expected one of [stretch, crop, pad]",
        "kith.input|99999999999x8x8|isn't CxHxW",
        "kith.output|nose|the model's outputs are [y0]"
      })
  void aManifestThatCannotBeMeantIsRefused(String key, String value, String sentence) {
    assertThatThrownBy(() -> open(TinyModel.means(0).said(key, value)))
        .isInstanceOf(GalleryException.Invalid.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void anEmbeddingOfTooManyNumbersIsRefused() {
    TinyModel wide =
        new TinyModel(0, 3, 40, List.of("Flatten"), TinyModel.usual())
            .said("kith.input", "3x40x40");
    assertThatThrownBy(() -> open(wide))
        .isInstanceOf(GalleryException.Invalid.class)
        .hasMessageContaining("4800, expected 1 to 4096");
  }

  @Test
  void aSidecarWinsOverTheFileAndSpellingMakesNoOtherSpace() {
    try (Encoder own = open(TinyModel.means(0));
        Encoder spelled = open(TinyModel.means(0), "{\"mean\":[0.0,0,0.00],\"colour\":\"RGB\"}");
        Encoder other = open(TinyModel.means(0), "{\"colour\":\"bgr\",\"threshold\":0.4}")) {
      assertThat(spelled.space()).isEqualTo(own.space());
      assertThat(other.space()).isNotEqualTo(own.space());
      assertThat(other.manifest().threshold()).hasValue(0.4);
      assertThat(vector(other.encode(plain(30, 40, 0)))[2]).isCloseTo(0.6f, within(1e-6f));
    }
  }

  @Test
  void everyThreadGetsTheSameBits() throws Exception {
    Random random = new Random(SEED);
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      byte[] noise = new byte[3 * (5 + i) * 20];
      random.nextBytes(noise);
      images.add(new Image(20, 5 + i, 3, noise));
    }
    try (Encoder encoder = open(TinyModel.means(0).with("Flatten", "Tanh", "Softmax"));
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Encoding> alone = images.stream().map(encoder::encode).toList();
      List<Callable<List<Encoding>>> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tasks.add(() -> images.stream().map(encoder::encode).toList());
      }
      for (var each : threads.invokeAll(tasks)) {
        assertThat(each.get()).isEqualTo(alone);
      }
    }
  }

  @Test
  void aBatchAnswersInOrderAndKeepsTheBadOnesApart() {
    byte[] red = "P6 1 1 255 \u007f\0\0".getBytes(StandardCharsets.ISO_8859_1);
    byte[] green = "P6 1 1 255 \0\u007f\0".getBytes(StandardCharsets.ISO_8859_1);
    try (Encoder encoder = open(TinyModel.means(0))) {
      List<Encoding> encodings = encoder.encode(List.of(red, new byte[] {1, 2, 3}, green));
      assertThat(vector(encodings.get(0))[0]).isEqualTo(1);
      assertThat(encodings.get(1)).isInstanceOf(Encoding.Unusable.class);
      assertThat(vector(encodings.get(2))[1]).isEqualTo(1);
      assertThat(encodings)
          .isEqualTo(
              List.of(red, new byte[] {1, 2, 3}, green).stream().map(encoder::encode).toList());
    }
  }

  @Test
  void aClosedEncoderSaysSo() {
    Encoder encoder = open(TinyModel.means(0));
    encoder.close();
    encoder.close();
    assertThatThrownBy(() -> encoder.encode(plain(1, 2, 3)))
        .isInstanceOf(GalleryException.Unavailable.class);
  }

  @Test
  void autoRunsWhereItCan() {
    try (Encoder encoder =
        new OnnxEncoders(Provider.AUTO, 1000).open(TinyModel.means(0).bytes(), Optional.empty())) {
      assertThat(encoder.provider()).isIn("cpu", "cuda");
    }
  }
}
