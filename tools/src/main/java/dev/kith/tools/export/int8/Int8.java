package dev.kith.tools.export.int8;

import dev.kith.tools.export.OnnxException;
import dev.kith.tools.export.OnnxFile;
import dev.kith.tools.export.OnnxRun;
import dev.kith.tools.export.Tensor;
import java.util.List;

/// Static quantisation: the same model with weights and activations rounded to 8 bits between pairs
/// of QuantizeLinear and DequantizeLinear, which ONNX Runtime fuses into whole-number arithmetic
/// (Jacob et al. 2018). Weights have a grid for each channel out, activations one each, measured on
/// samples. It is not the same encoder: measure it before it is used.
public final class Int8 {
  /// DequantizeLinear has a grid for each channel from here on.
  private static final long OPSET = 13;

  private Int8() {}

  /// @param model the float model
  /// @param inputs as the model takes them: typical samples, some hundred, none of those that it
  ///   will be measured with
  /// @throws OnnxException if there is nothing in the model that can be quantised
  public static OnnxFile quantised(OnnxFile model, List<Tensor> inputs) {
    if (model.opset() < OPSET) {
      throw new OnnxException(
          "the model is of opset %d, expected %d or newer for int8"
              .formatted(model.opset(), OPSET));
    }
    var plain = OnnxRun.simplified(model);
    var plan = new Plan(plain);
    if (plain.model().getGraph().getNodeList().stream().noneMatch(plan::isWeighted)) {
      throw new OnnxException(
          "the model has nothing to quantise, expected Conv, Gemm or MatMul with constant weights");
    }
    var ranges = Ranges.measure(plain, plan.measured(), inputs);
    return new Rounding(plain, plan, ranges).apply().saying(model.metadata());
  }
}
