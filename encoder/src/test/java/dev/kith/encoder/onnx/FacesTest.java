package dev.kith.encoder.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// MobileFaceNet on the ORL faces; skipped where the shared data isn't there.
class FacesTest {
  private static final Path SHARED = Path.of(System.getProperty("kith.shared", "none"));
  private static final Path MODEL = SHARED.resolve("data/onnx/mobilefacenet.onnx");
  private final OnnxEncoders encoders = new OnnxEncoders(Provider.CPU, 10_000_000);
  private Encoder encoder;
  private byte[] model;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(Files.exists(MODEL), "no shared data at " + MODEL);
    model = Files.readAllBytes(MODEL);
    try (var in = FacesTest.class.getResourceAsStream("mobilefacenet.json")) {
      encoder = encoders.open(model, Optional.of(in.readAllBytes()));
    }
  }

  @AfterEach
  void close() {
    if (encoder != null) {
      encoder.close();
    }
  }

  @Test
  void theSameFaceScoresHigherThanAnother() throws Exception {
    List<List<Embedding>> people = new ArrayList<>();
    for (int person = 1; person <= 10; person++) {
      List<Embedding> photographs = new ArrayList<>();
      for (int photograph = 1; photograph <= 4; photograph++) {
        photographs.add(embedding(face(person, photograph)));
      }
      people.add(photographs);
    }
    double same = 0;
    double other = 0;
    for (int person = 0; person < 10; person++) {
      same += dot(people.get(person).get(0), people.get(person).get(1)) / 10;
      other += dot(people.get(person).get(0), people.get((person + 1) % 10).get(1)) / 10;
    }
    assertThat(same - other).as("same %.3f, other %.3f", same, other).isGreaterThan(0.2);
  }

  @Test
  void embeddingsAreBitIdenticalWhateverTheBatchOrTheThread() throws Exception {
    List<byte[]> faces = new ArrayList<>();
    for (int photograph = 1; photograph <= 8; photograph++) {
      faces.add(face(1, photograph));
    }
    List<Encoding> alone = faces.stream().map(encoder::encode).toList();
    assertThat(encoder.encode(faces)).isEqualTo(alone);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<List<Encoding>>> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tasks.add(() -> faces.stream().map(encoder::encode).toList());
      }
      for (var each : threads.invokeAll(tasks)) {
        assertThat(each.get()).isEqualTo(alone);
      }
    }
  }

  @Test
  void theSameFileAndManifestAreTheSameSpace() throws Exception {
    byte[] other =
        "{\"input\":\"3x112x112\",\"mean\":0.5,\"std\":0.5}".getBytes(StandardCharsets.UTF_8);
    try (Encoder again = encoders.open(model, Optional.of(other));
        Encoder twice = encoders.open(model, Optional.of(other))) {
      assertThat(again.space()).isEqualTo(twice.space());
      assertThat(again.space()).isNotEqualTo(encoder.space());
      assertThat(again.space().dimension()).isEqualTo(128);
    }
  }

  @Test
  void aModelThatDoesNotExplainItselfIsRefusedWithWhatIsMissing() {
    assertThatThrownBy(() -> encoders.open(model, Optional.empty()))
        .isInstanceOf(GalleryException.Invalid.class)
        .hasMessageContaining("kith.mean, kith.std");
    byte[] wrong = "{\"input\":\"3x96x96\",\"mean\":0,\"std\":1}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> encoders.open(model, Optional.of(wrong)))
        .isInstanceOf(GalleryException.Invalid.class)
        .hasMessageContaining("96, 96");
  }

  private static byte[] face(int person, int photograph) throws Exception {
    try (ZipFile zip = new ZipFile(SHARED.resolve("data/faces/orl.zip").toFile())) {
      String end = "s%d/%d.pgm".formatted(person, photograph);
      var entry =
          zip.stream()
              .filter(each -> ("/" + each.getName()).endsWith("/" + end))
              .findFirst()
              .orElseThrow();
      return zip.getInputStream(entry).readAllBytes();
    }
  }

  private Embedding embedding(byte[] face) {
    return ((Encoding.Encoded) encoder.encode(face)).embedding();
  }

  private static double dot(Embedding left, Embedding right) {
    float[] a = left.toArray();
    float[] b = right.toArray();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
