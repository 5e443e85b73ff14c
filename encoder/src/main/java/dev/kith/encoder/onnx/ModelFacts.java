package dev.kith.encoder.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.kith.encoder.ModelManifest;
import dev.kith.encoder.Preparation;
import dev.kith.gallery.GalleryException;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// What a model's graph and its manifest say together.
///
/// @param anyBatch whether the graph leaves the batch open; else it is 1
record ModelFacts(
    ModelManifest manifest,
    Preparation preparation,
    String inputName,
    String outputName,
    boolean anyBatch) {
  /// @throws GalleryException.Invalid `invalid-model` or `invalid-manifest` when they disagree or
  ///   say too little
  static ModelFacts of(OrtSession session, ModelManifest sidecar) {
    try {
      ModelManifest written =
          new ModelManifest(session.getMetadata().getCustomMetadata()).with(sidecar);
      if (session.getNumInputs() != 1) {
        throw invalid("got a model with %d inputs, expected 1".formatted(session.getNumInputs()));
      }
      NodeInfo input = session.getInputInfo().values().iterator().next();
      if (!(input.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
        throw invalid("the model's input %s is no tensor of floats".formatted(input.getName()));
      }
      long[] shape = tensor.getShape();
      ModelManifest manifest = shapeOf(shape).with(written).checked();
      Preparation preparation = Preparation.of(manifest);
      agree(shape, preparation);
      String output = output(session.getOutputNames(), manifest);
      return new ModelFacts(manifest, preparation, input.getName(), output, shape[0] < 0);
    } catch (OrtException e) {
      throw invalid("the model's inputs can't be read: " + e.getMessage());
    }
  }

  /// A manifest that doesn't name the input's shape takes a fixed one from the graph.
  private static ModelManifest shapeOf(long[] shape) {
    boolean fixed = shape.length == 4 && shape[1] > 0 && shape[2] > 0 && shape[3] > 0;
    return new ModelManifest(
        fixed
            ? Map.of("kith.input", "%dx%dx%d".formatted(shape[1], shape[2], shape[3]))
            : Map.of());
  }

  private static void agree(long[] shape, Preparation preparation) {
    long[] wanted = {1, preparation.channels(), preparation.height(), preparation.width()};
    boolean agrees = shape.length == 4;
    for (int i = 0; agrees && i < 4; i++) {
      agrees = shape[i] < 0 || shape[i] == wanted[i];
    }
    if (!agrees) {
      throw invalid(
          "the model's input is %s, expected [1 or free, %d, %d, %d] as kith.input says"
              .formatted(Arrays.toString(shape), wanted[1], wanted[2], wanted[3]));
    }
  }

  private static String output(Set<String> outputs, ModelManifest manifest) {
    String output = manifest.text("output").orElseGet(() -> outputs.iterator().next());
    if (!outputs.contains(output)) {
      throw invalid("kith.output is %s, but the model's outputs are %s".formatted(output, outputs));
    }
    return output;
  }

  /// Numbers in an embedding, from what a pass over one input gave, checked against the manifest.
  int dimension(float[] output) {
    OptionalInt said = manifest.dimension();
    if (said.isPresent() && said.getAsInt() != output.length) {
      throw invalid(
          "the model gives %d numbers, expected %d as kith.dimension says"
              .formatted(output.length, said.getAsInt()));
    }
    return output.length;
  }

  long[] inputShape(int count) {
    return new long[] {count, preparation.channels(), preparation.height(), preparation.width()};
  }

  private static GalleryException.Invalid invalid(String message) {
    return new GalleryException.Invalid("invalid-model", message);
  }
}
