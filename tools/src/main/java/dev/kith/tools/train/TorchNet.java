package dev.kith.tools.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.export.Features;
import dev.kith.tools.export.Layer;
import dev.kith.tools.export.Layer.Pooling;
import dev.kith.tools.export.Net;
import dev.kith.tools.export.Placed;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Runs a net on DJL arrays. Differentiable; running statistics are updated in place when training.
/// Pure functions of the arrays rather than DJL's blocks, whose pooling and PReLU say nothing of
/// themselves that an exporter could read.
final class TorchNet {
  private final List<Placed> layers;

  TorchNet(Net net) {
    this.layers = net.placed();
  }

  /// Embeds a batch.
  ///
  /// @param input [n, …sizes of the net's input]
  /// @param weights arrays by name, on the manager that shall own the results
  /// @return [n, dimension]
  NDArray forward(NDArray input, Function<String, NDArray> weights, boolean training) {
    return run(layers, input, weights, training);
  }

  private static NDArray run(
      List<Placed> chain, NDArray x, Function<String, NDArray> weights, boolean training) {
    for (var placed : chain) {
      x = run(placed, x, weights, training);
    }
    return x;
  }

  private static NDArray run(
      Placed at, NDArray x, Function<String, NDArray> weights, boolean training) {
    return switch (at.layer()) {
      case Layer.Conv conv -> conv(at, conv, x, weights);
      case Layer.Linear linear ->
          x.getNDArrayInternal()
              .linear(
                  x,
                  weights.apply(at.name("weight")),
                  linear.bias() ? weights.apply(at.name("bias")) : null)
              .singletonOrThrow();
      case Layer.BatchNorm norm -> normalise(at, norm, x, weights, training);
      case Layer.Relu _ -> x.getNDArrayInternal().relu();
      case Layer.PRelu _ -> prelu(at, x, weights.apply(at.name("slope")));
      case Layer.Pool pool -> pool(pool, x);
      case Layer.GlobalPool(var kind) -> {
        // DJL's mean takes one axis
        var flat = x.reshape(x.getShape().get(0), x.getShape().get(1), -1);
        int[] last = {2};
        yield kind == Pooling.MAX ? flat.max(last) : flat.mean(last);
      }
      case Layer.Flatten _ -> x.reshape(x.getShape().get(0), -1);
      case Layer.Dropout(double rate) ->
          training && rate > 0
              ? x.getNDArrayInternal().dropout(x, (float) rate, true).singletonOrThrow()
              : x;
      case Layer.Residual _ ->
          run(at.body(), x, weights, training).add(run(at.shortcut(), x, weights, training));
      case Layer.Views(int shift, var _) ->
          training ? run(at.body(), x, weights, true) : views(at, shift, x, weights);
      case Layer.L2Norm _ -> unit(x);
    };
  }

  private static NDArray unit(NDArray x) {
    return x.normalize(2, 1, 1e-12);
  }

  private static NDArray views(Placed at, int shift, NDArray x, Function<String, NDArray> weights) {
    long height = x.getShape().get(2);
    long width = x.getShape().get(3);
    var wide = continued(continued(x, 2, shift), 3, shift);
    var rows = new NDList();
    for (int top = 0; top <= 2 * shift; top += shift) {
      for (int left = 0; left <= 2 * shift; left += shift) {
        var moved = slice(slice(wide, 2, top, height), 3, left, width);
        rows.add(alone(moved, view -> unit(run(at.body(), view, weights, false))));
      }
    }
    int[] first = {0};
    return NDArrays.stack(rows).mean(first);
  }

  /// Frees what comes up on the way at once: nine views would be nine times as much memory.
  private static NDArray alone(NDArray x, UnaryOperator<NDArray> work) {
    var owner = x.getManager();
    try (var own = owner.newSubManager()) {
      x.attach(own);
      var done = work.apply(x);
      done.attach(owner);
      return done;
    }
  }

  /// The planes with their outermost lines repeated at both ends of an axis.
  private static NDArray continued(NDArray x, int axis, int lines) {
    long last = x.getShape().get(axis) - 1;
    return NDArrays.concat(
        new NDList(
            slice(x, axis, 0, 1).repeat(axis, lines),
            x,
            slice(x, axis, last, 1).repeat(axis, lines)),
        axis);
  }

  private static NDArray slice(NDArray x, int axis, long from, long count) {
    return x.get(new NDIndex().addAllDim(axis).addSliceDim(from, from + count));
  }

  private static NDArray conv(
      Placed at, Layer.Conv conv, NDArray x, Function<String, NDArray> weights) {
    return x.getNDArrayInternal()
        .convolution(
            x,
            channelsLast(weights.apply(at.name("weight"))),
            conv.bias() ? weights.apply(at.name("bias")) : null,
            square(conv.stride()),
            square(conv.pad()),
            square(1),
            conv.groups())
        .singletonOrThrow();
  }

  /// The same weights, a pixel's channels side by side in memory: libtorch then keeps all planes
  /// that way, and a step takes three quarters of the time.
  private static NDArray channelsLast(NDArray weight) {
    var turned = weight.transpose(0, 2, 3, 1);
    return turned.reshape(-1).reshape(turned.getShape()).transpose(0, 3, 1, 2);
  }

  private static NDArray normalise(
      Placed at,
      Layer.BatchNorm norm,
      NDArray x,
      Function<String, NDArray> weights,
      boolean training) {
    return x.getNDArrayInternal()
        .batchNorm(
            x,
            weights.apply(at.name("mean")),
            weights.apply(at.name("variance")),
            weights.apply(at.name("scale")),
            weights.apply(at.name("shift")),
            1,
            // DJL counts momentum as the weight of the past
            (float) (1 - norm.momentum()),
            (float) norm.epsilon(),
            training)
        .singletonOrThrow();
  }

  private static NDArray prelu(Placed at, NDArray x, NDArray slope) {
    var broadcast = at.in() instanceof Features.Planes ? slope.reshape(slope.size(), 1, 1) : slope;
    var below = x.neg().getNDArrayInternal().relu();
    return x.getNDArrayInternal().relu().sub(below.mul(broadcast));
  }

  private static NDArray pool(Layer.Pool pool, NDArray x) {
    var inner = x.getNDArrayInternal();
    var size = square(pool.size());
    var stride = square(pool.stride());
    return switch (pool.kind()) {
      case MAX -> inner.maxPool(size, stride, square(0), false);
      case AVG -> inner.avgPool(size, stride, square(0), false, true);
    };
  }

  private static Shape square(int side) {
    return new Shape(side, side);
  }
}
