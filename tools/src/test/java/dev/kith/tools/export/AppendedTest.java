package dev.kith.tools.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kith.tools.export.onnx.ModelProto;
import dev.kith.tools.export.onnx.OperatorSetIdProto;
import dev.kith.tools.export.onnx.TensorShapeProto;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppendedTest {
  private static final Net BASE =
      new Net(
          new Features.Planes(1, 6, 6),
          List.of(
              new Layer.Conv(4, 3, 1, 1, 1, true),
              new Layer.Relu(),
              new Layer.Flatten(),
              new Layer.Linear(8, true)));
  private static final Net HEAD =
      new Net(
          new Features.Row(8),
          List.of(new Layer.L2Norm(), new Layer.Linear(5, false), new Layer.L2Norm()));

  private static OnnxFile base() {
    return new OnnxFile(OnnxNet.write(BASE, Weights.start(BASE, 1), Map.of("kith.name", "base")));
  }

  private static Tensor input(int n) {
    var random = new Random(2);
    var values = new float[n * 36];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Tensor(List.of(n, 1, 6, 6), values);
  }

  /// The head by itself, on what the base gives.
  private static Tensor expected(Tensor input) {
    try (var run = new OnnxRun(base().bytes());
        var head =
            new OnnxRun(OnnxNet.write(HEAD, Weights.start(HEAD, 3), Map.of()).toByteArray())) {
      return head.run(run.run(input));
    }
  }

  private static void agrees(OnnxFile adapted, Tensor input) {
    try (var run = new OnnxRun(OnnxFile.read(adapted.bytes()).bytes())) {
      var got = run.run(input);
      var wanted = expected(input);
      assertThat(got.shape()).isEqualTo(wanted.shape());
      for (int i = 0; i < got.count(); i++) {
        assertThat(got.at(i)).isCloseTo(wanted.at(i), within(1e-6f));
      }
    }
  }

  @Test
  void theHeadTakesWhatTheModelGave() {
    var adapted = Appended.to(base(), "embedding", HEAD, Weights.start(HEAD, 3));
    agrees(adapted, input(3));
    assertThat(adapted.output()).isEqualTo("head1.embedding");
    assertThat(adapted.metadata()).isEqualTo(Map.of("kith.name", "base"));
  }

  @Test
  void aModelThatWasAdaptedBeforeIsAdaptedAgain() {
    var first = Appended.to(base(), "embedding", HEAD, Weights.start(HEAD, 3));
    var second =
        new Net(new Features.Row(5), List.of(new Layer.Linear(4, true), new Layer.PRelu()));
    var twice = Appended.to(first, first.output(), second, Weights.start(second, 4));
    assertThat(twice.output()).isEqualTo("head2.embedding");
    try (var run = new OnnxRun(twice.bytes())) {
      assertThat(run.run(input(2)).shape()).containsExactly(2, 4);
    }
  }

  /// Reductions take their axes elsewhere before 18, and constants are inputs before IR 4.
  @ParameterizedTest
  @ValueSource(ints = {11, 13, 17, 18})
  void olderModelsAreExtendedInTheirOwnOpset(int opset) {
    ModelProto older =
        base().model().toBuilder()
            .clearOpsetImport()
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
            .build();
    agrees(Appended.to(new OnnxFile(older), "embedding", HEAD, Weights.start(HEAD, 3)), input(2));
  }

  @Test
  void aModelWhoseConstantsAreInputsStaysOne() {
    var graph = base().model().getGraph().toBuilder();
    for (var constant : base().model().getGraph().getInitializerList()) {
      var shape = TensorShapeProto.newBuilder();
      constant
          .getDimsList()
          .forEach(size -> shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size)));
      var info = graph.getInput(0).toBuilder().setName(constant.getName());
      info.getTypeBuilder().getTensorTypeBuilder().setShape(shape);
      info.getTypeBuilder().getTensorTypeBuilder().setElemType(constant.getDataType());
      graph.addInput(info);
    }
    var old =
        base().model().toBuilder()
            .setIrVersion(3)
            .clearOpsetImport()
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(9))
            .setGraph(graph)
            .build();
    agrees(Appended.to(new OnnxFile(old), "embedding", HEAD, Weights.start(HEAD, 3)), input(2));
  }

  @Test
  void whatCannotBeExtendedSaysWhy() {
    assertThatThrownBy(() -> Appended.to(base(), "features", HEAD, Weights.start(HEAD, 3)))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("no output features, expected one of [embedding]");
    var ancient =
        base().model().toBuilder()
            .clearOpsetImport()
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(7))
            .build();
    assertThatThrownBy(
            () -> Appended.to(new OnnxFile(ancient), "embedding", HEAD, Weights.start(HEAD, 3)))
        .hasMessageContaining("opset 7, expected 9 or newer");
  }
}
