package dev.kith.tools.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import dev.kith.tools.export.onnx.AttributeProto;
import dev.kith.tools.export.onnx.ModelProto;
import dev.kith.tools.export.onnx.NodeProto;
import dev.kith.tools.export.onnx.StringStringEntryProto;
import dev.kith.tools.export.onnx.TensorProto;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxFileTest {
  private static ModelProto tiny() {
    var net = new Net(new Features.Row(4), List.of(new Layer.Linear(2, true)));
    return OnnxNet.write(net, Weights.start(net, 1), Map.of("kith.name", "tiny", "else", "kept"));
  }

  @Test
  void whatIsSaidReplacesWhatWasSaidAndTheRestStaysAsItIs() throws Exception {
    int unheardOf = 999;
    var unknown =
        UnknownFieldSet.newBuilder()
            .addField(unheardOf, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
            .build();
    byte[] bytes = tiny().toBuilder().setUnknownFields(unknown).build().toByteArray();
    var file = OnnxFile.read(OnnxFile.read(bytes).saying(Map.of("kith.name", "other")).bytes());
    assertThat(file.metadata()).isEqualTo(Map.of("kith.name", "other"));
    assertThat(file.model().getUnknownFields().getField(unheardOf).getVarintList())
        .containsExactly(7L);
    assertThat(file.opset()).isEqualTo(18);
    assertThat(file.input()).isEqualTo("input");
  }

  @Test
  void whatIsNoModelIsRefused() {
    assertThatThrownBy(() -> OnnxFile.read("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("not an ONNX file");
    assertThatThrownBy(() -> OnnxFile.read(new byte[0])).hasMessageContaining("got no graph");
  }

  @Test
  void aModelThatKeepsItsWeightsInAnotherFileIsRefusedByName() {
    var elsewhere =
        TensorProto.newBuilder()
            .setName("huge")
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue("huge.bin"));
    var graph = tiny().getGraph().toBuilder();
    var asConstant = tiny().toBuilder().setGraph(graph.clone().addInitializer(elsewhere)).build();
    assertThatThrownBy(() -> OnnxFile.read(asConstant.toByteArray()))
        .hasMessageContaining("keeps huge in huge.bin, expected one file");
    var node =
        NodeProto.newBuilder()
            .setOpType("Constant")
            .addAttribute(AttributeProto.newBuilder().setName("value").setT(elsewhere));
    var asNode = tiny().toBuilder().setGraph(graph.clone().addNode(node)).build();
    assertThatThrownBy(() -> OnnxFile.read(asNode.toByteArray())).hasMessageContaining("huge.bin");
  }
}
