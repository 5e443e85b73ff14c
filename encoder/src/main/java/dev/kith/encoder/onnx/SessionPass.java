package dev.kith.encoder.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.kith.gallery.GalleryException;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Passes through one ONNX Runtime session, which all threads share. Closing waits for passes that
/// run.
final class SessionPass implements Pass {
  private final OrtSession session;
  private final ModelFacts facts;
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private boolean closed;

  SessionPass(OrtSession session, ModelFacts facts) {
    this.session = session;
    this.facts = facts;
  }

  @Override
  public float[] run(FloatBuffer inputs, int count) {
    life.readLock().lock();
    try {
      if (closed) {
        throw new GalleryException.Unavailable(
            "encoder-closed", "the encoder was removed while the sample waited for it");
      }
      return forward(inputs, count);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed on a checked input", e);
    } finally {
      life.readLock().unlock();
    }
  }

  /// The first pass over a model nobody knows yet.
  ///
  /// @throws GalleryException.Invalid `invalid-model` when it fails
  float[] probe(FloatBuffer inputs, int count) {
    try {
      return forward(inputs, count);
    } catch (OrtException e) {
      throw new GalleryException.Invalid(
          "invalid-model", "the model can't be run: " + e.getMessage());
    }
  }

  private float[] forward(FloatBuffer inputs, int count) throws OrtException {
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                inputs.slice(0, count * facts.preparation().floats()),
                facts.inputShape(count));
        OrtSession.Result result =
            session.run(Map.of(facts.inputName(), tensor), Set.of(facts.outputName()))) {
      return floats(result.get(0));
    }
  }

  private static float[] floats(OnnxValue value) {
    FloatBuffer buffer = value instanceof OnnxTensor tensor ? tensor.getFloatBuffer() : null;
    if (buffer == null) {
      throw new GalleryException.Invalid(
          "invalid-model", "the model's output is no tensor of floats");
    }
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Override
  public void close() {
    life.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        Sessions.close(session);
      }
    } finally {
      life.writeLock().unlock();
    }
  }
}
