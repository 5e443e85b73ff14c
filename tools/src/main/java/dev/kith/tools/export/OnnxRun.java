package dev.kith.tools.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An ONNX file on ONNX Runtime, one thread, for the tools' own checks and measurements.
/// Thread-safe.
public final class OnnxRun implements AutoCloseable {
  private final OrtSession session;

  /// @throws OnnxException if the runtime refuses the file
  public OnnxRun(byte[] model) {
    try (var options = options()) {
      session = environment().createSession(model, options);
    } catch (OrtException e) {
      throw new OnnxException("onnx runtime refuses the model: " + e.getMessage(), e);
    }
  }

  /// As encoders have it: ONNX Runtime warns of another one.
  private static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "kith");
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    var options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    return options;
  }

  /// The same model with its constants computed and batch normalisation folded, as ONNX Runtime
  /// does it; operators are still ONNX's own.
  ///
  /// @throws OnnxException if the runtime refuses the file
  public static OnnxFile simplified(OnnxFile model) {
    try {
      Path file = Files.createTempFile("kith", ".onnx");
      try (var options = options()) {
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
        options.setOptimizedModelFilePath(file.toString());
        environment().createSession(model.bytes(), options).close();
        return OnnxFile.read(Files.readAllBytes(file));
      } catch (OrtException e) {
        throw new OnnxException("onnx runtime refuses the model: " + e.getMessage(), e);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs a batch: [n, …] in, [n, dimension] out.
  public Tensor run(Tensor input) {
    String first = session.getOutputNames().iterator().next();
    return run(input, Set.of(first)).values().iterator().next();
  }

  /// Runs a batch for some of the model's outputs.
  public Map<String, Tensor> run(Tensor input, Set<String> outputs) {
    long[] shape = input.shape().stream().mapToLong(size -> size).toArray();
    try (var tensor =
            OnnxTensor.createTensor(environment(), FloatBuffer.wrap(input.values()), shape);
        var result =
            session.run(Map.of(session.getInputNames().iterator().next(), tensor), outputs)) {
      var tensors = new HashMap<String, Tensor>();
      for (var each : result) {
        tensors.put(each.getKey(), tensor((OnnxTensor) each.getValue()));
      }
      return tensors;
    } catch (OrtException e) {
      throw new OnnxException("onnx runtime failed: " + e.getMessage(), e);
    }
  }

  private static Tensor tensor(OnnxTensor output) {
    List<Integer> sizes = new ArrayList<>();
    for (long size : output.getInfo().getShape()) {
      sizes.add(Math.toIntExact(size));
    }
    var buffer = output.getFloatBuffer();
    var values = new float[buffer.remaining()];
    buffer.get(values);
    return new Tensor(sizes, values);
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
