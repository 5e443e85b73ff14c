package dev.kith.tools.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kith.tools.export.Exporter;
import dev.kith.tools.export.Net;
import dev.kith.tools.export.OnnxException;
import dev.kith.tools.export.OnnxNet;
import dev.kith.tools.export.OnnxRun;
import dev.kith.tools.export.Tensor;
import dev.kith.tools.export.Weights;
import dev.kith.tools.loss.Torch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
        "{'layer':'flatten'},{'layer':'l2-norm'}"
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
    var weights = shaken(net);
    var random = new Random(3);
    int n = 3;
    var values = new float[n * net.input().count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    var shape = new java.util.ArrayList<>(List.of(n));
    shape.addAll(net.input().sizes());
    var input = new Tensor(shape, values);
    byte[] model = Exporter.export(net, weights, Map.of(), input, torch(net, weights, input));
    try (var run = new OnnxRun(model)) {
      int one = net.input().count();
      shape.set(0, 1);
      var first = new Tensor(shape, java.util.Arrays.copyOf(values, one));
      assertThat(run.run(first).shape()).containsExactly(1, net.dimension());
    }
  }

  private static Tensor torch(Net net, Weights weights, Tensor input) {
    try (var manager = Torch.manager()) {
      var arrays = new LinkedHashMap<String, NDArray>();
      weights.all().forEach((name, tensor) -> arrays.put(name, array(manager, tensor)));
      var out = new TorchNet(net).forward(array(manager, input), name -> arrays.get(name), false);
      return new Tensor(List.of(input.shape().getFirst(), net.dimension()), out.toFloatArray());
    }
  }

  private static NDArray array(NDManager manager, Tensor tensor) {
    return manager.create(
        tensor.values(), new Shape(tensor.shape().stream().mapToLong(i -> i).toArray()));
  }

  /// Start weights with statistics, slopes and biases that aren't what a fresh net has.
  private static Weights shaken(Net net) {
    var random = new Random(5);
    var tensors = new LinkedHashMap<String, Tensor>();
    Weights.start(net, 9)
        .all()
        .forEach((name, tensor) -> {
          float[] values = tensor.values();
          for (int i = 0; i < values.length; i++) {
            values[i] =
                name.endsWith("variance")
                    ? 0.2f + random.nextFloat()
                    : values[i] + 0.2f * (float) random.nextGaussian();
          }
          tensors.put(name, new Tensor(tensor.shape(), values));
        });
    return new Weights(tensors);
  }

  private static Net net(String json) throws Exception {
    try {
      return new ObjectMapper().readValue(json.replace('\'', '"'), Net.class);
    } catch (com.fasterxml.jackson.databind.exc.ValueInstantiationException e) {
      throw (Exception) e.getCause();
    }
  }
}
