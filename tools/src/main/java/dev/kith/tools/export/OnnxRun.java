package dev.kith.tools.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An ONNX file on ONNX Runtime, one thread, for the tools' own checks and measurements.
/// Thread-safe.
public final class OnnxRun implements AutoCloseable {
  private final OrtSession session;

  /// @throws OnnxException if the runtime refuses the file
  public OnnxRun(byte[] model) {
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = OrtEnvironment.getEnvironment().createSession(model, options);
    } catch (OrtException e) {
      throw new OnnxException("onnx runtime refuses the model: " + e.getMessage(), e);
    }
  }

  /// Runs a batch: [n, …] in, [n, dimension] out.
  public Tensor run(Tensor input) {
    long[] shape = input.shape().stream().mapToLong(size -> size).toArray();
    try (var tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(input.values()), shape);
        var result = session.run(Map.of(session.getInputNames().iterator().next(), tensor))) {
      var output = (OnnxTensor) result.get(0);
      List<Integer> sizes = new ArrayList<>();
      for (long size : output.getInfo().getShape()) {
        sizes.add(Math.toIntExact(size));
      }
      var buffer = output.getFloatBuffer();
      var values = new float[buffer.remaining()];
      buffer.get(values);
      return new Tensor(sizes, values);
    } catch (OrtException e) {
      throw new OnnxException("onnx runtime failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new OnnxException("onnx runtime failed to close: " + e.getMessage(), e);
    }
  }
}
