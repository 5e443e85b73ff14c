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
import java.util.OptionalDouble;

/// What a model's graph and its manifest say together.
record ModelFacts(ModelManifest manifest, Preparation preparation, String inputName) {
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
        throw invalid("the model's input %s is no float tensor".formatted(input.getName()));
      }
      ModelManifest manifest = written.with(shapeOf(tensor, written));
      Preparation preparation = Preparation.of(manifest);
      agree(tensor.getShape(), preparation);
      return new ModelFacts(manifest, preparation, input.getName());
    } catch (OrtException e) {
      throw invalid("the model's inputs can't be read: " + e.getMessage());
    }
  }

  /// A manifest that doesn't name the input's shape takes a fixed one from the graph.
  private static ModelManifest shapeOf(TensorInfo tensor, ModelManifest manifest) {
    long[] shape = tensor.getShape();
    boolean fixed = shape.length == 4 && shape[1] > 0 && shape[2] > 0 && shape[3] > 0;
    return manifest.text("input").isPresent() || !fixed
        ? new ModelManifest(Map.of())
        : new ModelManifest(
            Map.of("kith.input", "%dx%dx%d".formatted(shape[1], shape[2], shape[3])));
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

  /// Numbers in an embedding, from a pass over the model, checked against the manifest.
  int dimension(float[] output) {
    OptionalDouble said = manifest.number("dimension");
    if (said.isPresent() && said.getAsDouble() != output.length) {
      throw invalid(
          "the model gives %d numbers, expected %s as kith.dimension says"
              .formatted(output.length, manifest.text("dimension").orElseThrow()));
    }
    return output.length;
  }

  long[] inputShape() {
    return new long[] {1, preparation.channels(), preparation.height(), preparation.width()};
  }

  private static GalleryException.Invalid invalid(String message) {
    return new GalleryException.Invalid("invalid-model", message);
  }
}
