package dev.kith.tools.train;

import static dev.kith.tools.train.Nets.net;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.tools.export.Exporter;
import dev.kith.tools.export.Net;
import dev.kith.tools.export.OnnxException;
import dev.kith.tools.export.OnnxNet;
import dev.kith.tools.export.Tensor;
import dev.kith.tools.export.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every kind of layer gives in ONNX Runtime what it gives in libtorch.
class ParityTest {
  private static final String HEAD = "{'layer':'flatten'},{'layer':'linear','out':5}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'layer':'conv','out':6}",
        "{'layer':'conv','out':6,'kernel':1,'bias':false}",
        "{'layer':'conv','out':6,'kernel':5,'stride':2,'pad':1}",
        "{'layer':'conv','out':8,'groups':4}",
        "{'layer':'conv','out':6},{'layer':'batch-norm'}",
        "{'layer':'conv','out':6,'bias':false},{'layer':'batch-norm','epsilon':0.001}",
        "{'layer':'batch-norm'}",
        "{'layer':'relu'}",
        "{'layer':'prelu'}",
        "{'layer':'pool'}",
        "{'layer':'pool','size':3,'stride':2}",
        "{'layer':'pool','kind':'avg'}",
        "{'layer':'pool','kind':'avg','size':3,'stride':1}",
        "{'layer':'dropout','rate':0.5}",
        "{'layer':'residual','body':[{'layer':'conv','out':4},{'layer':'relu'}]}",
        "{'layer':'residual','body':[{'layer':'conv','out':6,'stride':2},{'layer':'batch-norm'}],"
            + "'shortcut':[{'layer':'conv','out':6,'kernel':1,'stride':2},{'layer':'batch-norm'}]}"
      })
  void planesAgree(String layers) throws Exception {
    agree("{'input':[4,9,11],'layers':[" + layers + "," + HEAD + "]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'layer':'global-pool'}",
        "{'layer':'global-pool','kind':'max'}",
        "{'layer':'global-pool'},{'layer':'linear','out':7,'bias':false}",
        "{'layer':'flatten'},{'layer':'linear','out':7},{'layer':'batch-norm'}",
        "{'layer':'flatten'},{'layer':'batch-norm'},{'layer':'prelu'}",
        "{'layer':'flatten'},{'layer':'l2-norm'}",
        "{'layer':'views','shift':2,'body':[{'layer':'conv','out':6,'stride':2},"
            + "{'layer':'batch-norm'},{'layer':'relu'},{'layer':'global-pool'}]},"
            + "{'layer':'batch-norm'},{'layer':'linear','out':7}",
        "{'layer':'conv','out':6},{'layer':'views','shift':8,'body':[{'layer':'batch-norm'},"
            + "{'layer':'dropout','rate':0.5},{'layer':'flatten'},{'layer':'l2-norm'}]}",
        "{'layer':'views','shift':1,'body':[{'layer':'conv','out':3},{'layer':'views','shift':3,"
            + "'body':[{'layer':'conv','out':3},{'layer':'flatten'}]},{'layer':'linear','out':7}]}",
        "{'layer':'residual','body':[{'layer':'views','shift':1,'body':[{'layer':'conv','out':4},"
            + "{'layer':'prelu'},{'layer':'global-pool'}]}],'shortcut':[{'layer':'global-pool'}]}"
      })
  void rowsAgree(String layers) throws Exception {
    agree("{'input':[4,9,11],'layers':[" + layers + "]}");
  }

  @Test
  void aHeadOnBareEmbeddingsAgrees() throws Exception {
    agree("{'input':[16],'layers':[{'layer':'linear','out':8},{'layer':'l2-norm'}]}");
  }

  @Test
  void theMetadataTravelsInTheFile() throws Exception {
    var net = net("{'input':[4],'layers':[{'layer':'linear','out':2}]}");
    var model = OnnxNet.write(net, Weights.start(net, 1), Map.of("kith.name", "tiny"));
    assertThat(model.getMetadataPropsList())
        .extracting(entry -> entry.getKey() + "=" + entry.getValue())
        .containsExactly("kith.name=tiny");
  }

  @Test
  void aModelThatSaysSomethingElseIsNotLetOut() throws Exception {
    var net = net("{'input':[4],'layers':[{'layer':'linear','out':2}]}");
    var input = new Tensor(List.of(1, 4), new float[] {1, 2, 3, 4});
    var wrong = new Tensor(List.of(1, 2), new float[] {0.5f, 9});
    assertThatThrownBy(() -> Exporter.export(net, Weights.start(net, 1), Map.of(), input, wrong))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("off by");
  }

  @Test
  void layersThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> net("{'input':[1,8,8],'layers':[{'layer':'linear','out':2}]}"))
        .hasMessageContaining("flatten or pool first");
    assertThatThrownBy(() -> net("{'input':[1,8,8],'layers':[{'layer':'relu'}]}"))
        .hasMessageContaining("expected a row");
    assertThatThrownBy(() ->
            net(
                "{'input':[1,8,8],'layers':[{'layer':'residual','body':[{'layer':'conv','out':2}]},"
                    + HEAD
                    + "]}"))
        .hasMessageContaining("expected equal shapes");
  }

  private static void agree(String json) throws Exception {
    var net = net(json);
    var weights = Nets.shaken(net);
    assertThat(exported(net, weights, 1)).isEqualTo(exported(net, weights, 7));
  }

  /// The file, which is let out only if it agrees on that many samples.
  private static byte[] exported(Net net, Weights weights, int n) {
    var input = Nets.samples(net, n);
    var expected = Nets.torch(net, weights, input, false);
    return Exporter.export(net, weights, Map.of(), input, expected);
  }
}
