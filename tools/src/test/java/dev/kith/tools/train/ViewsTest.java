package dev.kith.tools.train;

import static dev.kith.tools.train.Nets.net;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kith.encoder.ModelManifest;
import dev.kith.tools.export.Net;
import dev.kith.tools.export.NetException;
import dev.kith.tools.export.OnnxFile;
import dev.kith.tools.export.Tensor;
import dev.kith.tools.export.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsTest {
  private static final int HEIGHT = 6;
  private static final int WIDTH = 8;
  private static final String BODY =
      "[{'layer':'conv','out':4,'stride':2},{'layer':'batch-norm'},{'layer':'relu'},"
          + "{'layer':'flatten'},{'layer':'linear','out':5}]";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void anEmbeddingIsTheMeanOfTheUnitRowsOfNineMovedPictures(int shift) throws Exception {
    var views = views(shift);
    var weights = Nets.shaken(views);
    var samples = Nets.samples(views, 3);
    var mean = new double[3 * views.dimension()];
    for (int down = -shift; down <= shift; down += shift) {
      for (int right = -shift; right <= shift; right += shift) {
        var rows = Nets.torch(body(), ofBody(weights), moved(samples, down, right), false);
        addDirections(rows, mean);
      }
    }
    var got = Nets.torch(views, weights, samples, false);
    for (int i = 0; i < mean.length; i++) {
      assertThat((double) got.at(i)).isCloseTo(mean[i] / 9, within(1e-6));
    }
  }

  @Test
  void whileTrainingItIsItsBody() throws Exception {
    var views = views(2);
    var weights = Nets.shaken(views);
    var samples = Nets.samples(views, 3);
    assertThat(Nets.torch(views, weights, samples, true).values())
        .containsExactly(Nets.torch(body(), ofBody(weights), samples, true).values());
  }

  @Test
  void aBodyThatGivesZerosAloneGivesZeros() throws Exception {
    var net = views(1);
    var zeros = new LinkedHashMap<String, Tensor>();
    net.parameters()
        .forEach(each -> zeros.put(each.name(), new Tensor(each.shape(), new float[each.count()])));
    assertThat(Nets.torch(net, new Weights(zeros), Nets.samples(net, 2), false).values())
        .containsOnly(0);
  }

  @Test
  void aTrainingWithViewsLetsAnEncoderOut() throws Exception {
    var recipe =
        Recipes.glyphs(
            """
            ,"net":{"input":[1,16,16],"layers":[{"layer":"views","shift":1,"body":[
              {"layer":"conv","out":4,"bias":false},{"layer":"batch-norm"},{"layer":"relu"},
              {"layer":"pool","size":4},{"layer":"flatten"},{"layer":"linear","out":16}]}]},
            "budget":{"steps":3}
            """);
    new Run(recipe, folder, folder.resolve("run"), Duration.ofHours(1)).train();
    var encoder = OnnxFile.read(Files.readAllBytes(folder.resolve("run/encoder.onnx")));
    assertThat(new ModelManifest(encoder.metadata()).dimension()).hasValue(16);
    assertThat(RecipeFile.read(folder.resolve("run/recipe.json")).net()).isEqualTo(recipe.net());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'shift':0,'body':[{'layer':'flatten'}]|views with 0, expected 1 or more",
        "'shift':6,'body':[{'layer':'flatten'}]|views at 0 with a shift of 6 on planes [2, 6, 8],"
            + " expected less than 6",
        "'shift':2,'body':[]|views of an empty body, expected layers from planes to a row",
        "'shift':2|views of an empty body, expected layers from planes to a row",
        "'shift':2,'body':[{'layer':'relu'}]|views at 0 with a body that ends in planes [2, 6, 8],"
            + " expected a row: flatten or pool in the body"
      })
  void whatIsNoViewSaysWhy(String views, String message) {
    assertThatThrownBy(() -> net("{'input':[2,6,8],'layers':[{'layer':'views'," + views + "}]}"))
        .isInstanceOf(NetException.class)
        .hasMessage(message);
  }

  @Test
  void aRowHasNoViews() {
    String views = "{'layer':'views','shift':1,'body':[{'layer':'flatten'}]}";
    assertThatThrownBy(() -> net("{'input':[8],'layers':[" + views + "]}"))
        .isInstanceOf(NetException.class)
        .hasMessage("layer 0 got a row of 8, expected planes");
  }

  private static Net views(int shift) throws Exception {
    return net(
        "{'input':[2,6,8],'layers':[{'layer':'views','shift':%d,'body':%s}]}"
            .formatted(shift, BODY));
  }

  private static Net body() throws Exception {
    return net("{'input':[2,6,8],'layers':" + BODY + "}");
  }

  private static Weights ofBody(Weights weights) {
    var inner = new LinkedHashMap<String, Tensor>();
    weights.all().forEach((name, each) -> inner.put(name.replace("0.body.", ""), each));
    return new Weights(inner);
  }

  private static Tensor moved(Tensor planes, int down, int right) {
    var values = new float[planes.count()];
    for (int i = 0; i < values.length; i++) {
      int y = Math.clamp(i / WIDTH % HEIGHT + down, 0, HEIGHT - 1);
      int x = Math.clamp(i % WIDTH + right, 0, WIDTH - 1);
      int plane = i / (HEIGHT * WIDTH);
      values[i] = planes.at((plane * HEIGHT + y) * WIDTH + x);
    }
    return new Tensor(planes.shape(), values);
  }

  private static void addDirections(Tensor rows, double[] sum) {
    int length = rows.shape().getLast();
    for (int from = 0; from < sum.length; from += length) {
      double squares = 0;
      for (int i = from; i < from + length; i++) {
        squares += rows.at(i) * rows.at(i);
      }
      for (int i = from; i < from + length; i++) {
        sum[i] += rows.at(i) / Math.sqrt(squares);
      }
    }
  }
}
