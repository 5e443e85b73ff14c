package dev.kith.encoder.onnx;

import dev.kith.encoder.Encoder;
import dev.kith.encoder.Encoding;
import dev.kith.encoder.Image;
import dev.kith.encoder.ModelManifest;
import dev.kith.encoder.image.ImageReading;
import dev.kith.encoder.image.Resampler;
import dev.kith.encoder.image.UnusableImage;
import dev.kith.gallery.Embedding;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Space;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// An encoder on one ONNX session. On a CPU every image is a pass of its own: kernels may sum in
/// another order at another batch size, and an embedding must not depend on who else was in the
/// queue. On a GPU images of several threads share a pass.
final class OnnxEncoder implements Encoder {
  private final Pass pass;
  private final Provider provider;
  private final ModelManifest manifest;
  private final Space space;
  private final ImageReading reading;
  private final Resampler resampler;
  private final MicroBatches batches;
  private final int batch;

  OnnxEncoder(
      Pass pass,
      Provider provider,
      ModelFacts facts,
      Space space,
      ImageReading reading,
      Batching batching) {
    this.pass = pass;
    this.provider = provider;
    this.manifest = facts.manifest();
    this.space = space;
    this.reading = reading;
    this.resampler = new Resampler(facts.preparation());
    this.batches = new MicroBatches(pass, facts.preparation().floats(), batching);
    this.batch = batching.size();
  }

  @Override
  public Space space() {
    return space;
  }

  @Override
  public ModelManifest manifest() {
    return manifest;
  }

  @Override
  public String provider() {
    return provider.word();
  }

  @Override
  public Encoding encode(byte[] sample) {
    try {
      return encode(reading.read(sample));
    } catch (UnusableImage e) {
      return unusable(e);
    }
  }

  @Override
  public Encoding encode(Image image) {
    return encoded(batches.run(buffer -> resampler.write(image, buffer)));
  }

  @Override
  public List<Encoding> encode(List<byte[]> samples) {
    List<Encoding> encodings = new ArrayList<>(samples.size());
    for (int from = 0; from < samples.size(); from += batch) {
      encodings.addAll(inOnePass(samples.subList(from, Math.min(samples.size(), from + batch))));
    }
    return encodings;
  }

  private List<Encoding> inOnePass(List<byte[]> samples) {
    List<Optional<Encoding>> refused = new ArrayList<>();
    List<Consumer<FloatBuffer>> writers = new ArrayList<>();
    for (byte[] sample : samples) {
      try {
        Image image = reading.read(sample);
        writers.add(buffer -> resampler.write(image, buffer));
        refused.add(Optional.empty());
      } catch (UnusableImage e) {
        refused.add(Optional.of(unusable(e)));
      }
    }
    Iterator<float[]> outputs = batches.run(writers).iterator();
    return refused.stream().map(each -> each.orElseGet(() -> encoded(outputs.next()))).toList();
  }

  private static Encoding unusable(UnusableImage e) {
    return new Encoding.Unusable(e.code(), String.valueOf(e.getMessage()));
  }

  private Encoding encoded(float[] output) {
    try {
      return new Encoding.Encoded(Embedding.of(space, output));
    } catch (GalleryException.Invalid e) {
      return new Encoding.Unusable(
          e.code(), "the encoder gave no embedding for this image: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    pass.close();
  }
}
