package dev.kith.encoder.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// One ONNX session, shared by all threads. Every image is a run of its own: kernels may sum in
/// another order at another batch size, and an embedding must not depend on who else was in the
/// queue.
final class OnnxEncoder implements Encoder {
  private final OrtSession session;
  private final Provider provider;
  private final ModelFacts facts;
  private final Space space;
  private final ImageReading reading;
  private final Resampler resampler;
  private final Queue<FloatBuffer> inputs = new ConcurrentLinkedQueue<>();

  OnnxEncoder(Sessions.Opened opened, ModelFacts facts, Space space, ImageReading reading) {
    this.session = opened.session();
    this.provider = opened.provider();
    this.facts = facts;
    this.space = space;
    this.reading = reading;
    this.resampler = new Resampler(facts.preparation());
  }

  @Override
  public Space space() {
    return space;
  }

  @Override
  public ModelManifest manifest() {
    return facts.manifest();
  }

  @Override
  public String provider() {
    return provider.word();
  }

  @Override
  public List<Encoding> encode(List<byte[]> samples) {
    return samples.stream().map(this::encode).toList();
  }

  @Override
  public Encoding encode(byte[] sample) {
    try {
      return embed(reading.read(sample));
    } catch (UnusableImage e) {
      return new Encoding.Unusable(e.code(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Encoding encode(Image image) {
    return embed(image);
  }

  private Encoding embed(Image image) {
    FloatBuffer input = inputs.poll();
    if (input == null) {
      input =
          ByteBuffer.allocateDirect(Float.BYTES * facts.preparation().floats())
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
    }
    try {
      input.clear();
      resampler.write(image, input);
      input.flip();
      return encoded(run(input));
    } finally {
      inputs.add(input);
    }
  }

  private Encoding encoded(float[] output) {
    try {
      return new Encoding.Encoded(Embedding.of(space, output));
    } catch (GalleryException.Invalid e) {
      return new Encoding.Unusable(
          "encoder-" + e.code(), "the encoder gave no embedding: " + e.getMessage());
    }
  }

  private float[] run(FloatBuffer input) {
    return run(session, facts, input);
  }

  /// One forward pass.
  static float[] run(OrtSession session, ModelFacts facts, FloatBuffer input) {
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), input, facts.inputShape());
        OrtSession.Result result = session.run(Map.of(facts.inputName(), tensor))) {
      if (!(result.get(0) instanceof OnnxTensor output) || output.getFloatBuffer() == null) {
        throw new GalleryException.Invalid(
            "invalid-model", "the model's first output is no float tensor");
      }
      FloatBuffer buffer = output.getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed on a checked input", e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not close a session", e);
    }
  }
}
