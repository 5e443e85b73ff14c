package dev.kith.tools.export.int8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kith.tools.export.Net;
import dev.kith.tools.export.OnnxException;
import dev.kith.tools.export.OnnxFile;
import dev.kith.tools.export.OnnxNet;
import dev.kith.tools.export.OnnxRun;
import dev.kith.tools.export.Tensor;
import dev.kith.tools.export.Weights;
import dev.kith.tools.export.onnx.NodeProto;
import dev.kith.tools.export.onnx.OperatorSetIdProto;
import dev.kith.tools.export.onnx.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Int8Test {
  private static OnnxFile model(String layers) throws Exception {
    String json = "{'input':[3,12,12],'layers':[" + layers + "]}";
    var net = new ObjectMapper().readValue(json.replace('\'', '"'), Net.class);
    return new OnnxFile(OnnxNet.write(net, Weights.start(net, 4), Map.of("kith.name", "tiny")));
  }

  private static List<Tensor> inputs(int count, long seed) {
    var random = new Random(seed);
    List<Tensor> inputs = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      var values = new float[3 * 12 * 12];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      inputs.add(new Tensor(List.of(1, 3, 12, 12), values));
    }
    return inputs;
  }

  private static final String HEAD = "{'layer':'flatten'},{'layer':'linear','out':16}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'layer':'conv','out':8},{'layer':'relu'},{'layer':'pool'},{'layer':'conv','out':8},{'layer':'relu'},"
            + HEAD,
        "{'layer':'conv','out':8,'bias':false},{'layer':'batch-norm'},{'layer':'relu'},{'layer':'pool','kind':'avg'},"
            + HEAD
            + ",{'layer':'l2-norm'}",
        "{'layer':'conv','out':8},{'layer':'residual','body':[{'layer':'conv','out':8},{'layer':'relu'}]},"
            + "{'layer':'global-pool'},{'layer':'linear','out':16}",
        "{'layer':'views','shift':1,'body':[{'layer':'conv','out':8,'bias':false},{'layer':'batch-norm'},"
            + "{'layer':'relu'},{'layer':'pool'},{'layer':'conv','out':8},{'layer':'relu'},"
            + HEAD
            + "]}",
        "{'layer':'conv','out':6,'groups':3},{'layer':'prelu'},{'layer':'conv','out':8,'stride':2},"
            + HEAD
      })
  void theRoundedModelSaysNearlyTheSame(String layers) throws Exception {
    OnnxFile plain = model(layers);
    OnnxFile rounded = Int8.quantised(plain, inputs(60, 1));
    assertThat(rounded.metadata()).isEqualTo(plain.metadata());
    try (var before = new OnnxRun(plain.bytes());
        var after = new OnnxRun(rounded.bytes())) {
      for (Tensor input : inputs(20, 2)) {
        assertThat(cosine(before.run(input), after.run(input))).isGreaterThan(0.99);
      }
    }
  }

  @Test
  void everyWeightIsWholeAndFitsSevenBits() throws Exception {
    OnnxFile plain = model("{'layer':'conv','out':8},{'layer':'relu'}," + HEAD);
    var graph = Int8.quantised(plain, inputs(20, 1)).model().getGraph();
    var weights =
        graph.getInitializerList().stream()
            .filter(each -> each.getDataType() == TensorProto.DataType.INT8_VALUE)
            .filter(each -> each.getName().endsWith(".weight"))
            .toList();
    assertThat(weights).hasSize(2);
    for (TensorProto weight : weights) {
      for (byte each : weight.getRawData().toByteArray()) {
        assertThat(each).isBetween((byte) -63, (byte) 63);
      }
    }
    // nothing rounds the embedding
    assertThat(graph.getNodeList().getLast().getOpType()).isNotEqualTo("DequantizeLinear");
  }

  @Test
  void farValuesAreCutOffWhereTheOthersGain() {
    var random = new Random(7);
    var values = new float[1_000_001];
    for (int i = 0; i < 1_000_000; i++) {
      values[i] = random.nextFloat();
    }
    values[1_000_000] = 2;
    var histogram = new Histogram(new Range(0, 2));
    histogram.add(new Tensor(List.of(values.length), values));
    assertThat(histogram.best().high()).isBetween(0.98f, 1.3f);
    assertThat(histogram.best().zero()).isZero();
    assertThat((double) new Range(-1, 1).zero()).isCloseTo(127.5, within(1.0));
  }

  @Test
  void whatCannotBeQuantisedSaysWhy() throws Exception {
    OnnxFile plain = model(HEAD);
    var old =
        plain.model().toBuilder()
            .clearOpsetImport()
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(11))
            .build();
    assertThatThrownBy(() -> Int8.quantised(new OnnxFile(old), inputs(1, 1)))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("opset 11, expected 13 or newer");
    OnnxFile bare = model("{'layer':'flatten'}");
    assertThat(bare.model().getGraph().getNodeList())
        .extracting(NodeProto::getOpType)
        .doesNotContain("Gemm");
    assertThatThrownBy(() -> Int8.quantised(bare, inputs(1, 1)))
        .hasMessageContaining("nothing to quantise");
  }

  private static double cosine(Tensor a, Tensor b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.count(); i++) {
      dot += a.at(i) * b.at(i);
      aa += a.at(i) * a.at(i);
      bb += b.at(i) * b.at(i);
    }
    return dot / Math.sqrt(aa * bb);
  }
}
