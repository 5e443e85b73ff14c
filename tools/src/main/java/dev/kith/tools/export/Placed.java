package dev.kith.tools.export;

import dev.kith.tools.export.Parameter.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A layer at its place in a net: its name there and the shapes on both sides.
public record Placed(
    String path, Layer layer, Features in, Features out, List<Placed> body, List<Placed> shortcut) {

  /// Places layers one after another.
  ///
  /// @throws NetException if a layer can't take what the one before it gives
  static List<Placed> chain(String prefix, List<Layer> layers, Features in) {
    var placed = new ArrayList<Placed>(layers.size());
    Features at = in;
    for (int i = 0; i < layers.size(); i++) {
      var next = place(prefix + i, layers.get(i), at);
      placed.add(next);
      at = next.out();
    }
    return List.copyOf(placed);
  }

  private static Placed place(String path, Layer layer, Features in) {
    return switch (layer) {
      case Layer.Residual(var body, var shortcut) -> {
        var inner = chain(path + ".body.", body, in);
        var side = chain(path + ".shortcut.", shortcut, in);
        Features out = end(inner, in);
        if (!out.equals(end(side, in))) {
          throw new NetException(
              "residual at %s adds %s to %s, expected equal shapes"
                  .formatted(path, out.sizes(), end(side, in).sizes()));
        }
        yield new Placed(path, layer, in, out, inner, side);
      }
      case Layer.Views(int shift, var body) -> {
        var inner = chain(path + ".body.", body, viewed(path, shift, in));
        yield new Placed(path, layer, in, seen(path, end(inner, in)), inner, List.of());
      }
      default -> new Placed(path, layer, in, after(path, layer, in), List.of(), List.of());
    };
  }

  private static Features.Planes viewed(String path, int shift, Features in) {
    var planes = planes(path, in);
    int side = Math.min(planes.height(), planes.width());
    if (shift >= side) {
      throw new NetException(
          "views at %s with a shift of %d on planes %s, expected less than %d"
              .formatted(path, shift, in.sizes(), side));
    }
    return planes;
  }

  private static Features.Row seen(String path, Features out) {
    if (out instanceof Features.Row row) {
      return row;
    }
    throw new NetException(
        "views at %s with a body that ends in planes %s, expected a row: flatten or pool in the body"
            .formatted(path, out.sizes()));
  }

  static Features end(List<Placed> chain, Features in) {
    return chain.isEmpty() ? in : chain.getLast().out();
  }

  private static Features after(String path, Layer layer, Features in) {
    return switch (layer) {
      case Layer.Conv conv -> {
        var planes = planes(path, in);
        if (planes.channels() % conv.groups() != 0 || conv.out() % conv.groups() != 0) {
          throw new NetException(
              "conv at %s from %d to %d channels in %d groups, expected multiples of the groups"
                  .formatted(path, planes.channels(), conv.out(), conv.groups()));
        }
        yield new Features.Planes(
            conv.out(),
            (planes.height() + 2 * conv.pad() - conv.kernel()) / conv.stride() + 1,
            (planes.width() + 2 * conv.pad() - conv.kernel()) / conv.stride() + 1);
      }
      case Layer.Pool pool -> {
        var planes = planes(path, in);
        yield new Features.Planes(
            planes.channels(),
            (planes.height() - pool.size()) / pool.stride() + 1,
            (planes.width() - pool.size()) / pool.stride() + 1);
      }
      case Layer.GlobalPool _ -> new Features.Row(planes(path, in).channels());
      case Layer.Flatten _ -> new Features.Row(in.count());
      case Layer.Linear linear -> {
        row(path, in);
        yield new Features.Row(linear.out());
      }
      case Layer.L2Norm _ -> row(path, in);
      case Layer.BatchNorm _, Layer.Relu _, Layer.PRelu _, Layer.Dropout _ -> in;
      case Layer.Residual _, Layer.Views _ ->
          throw new IllegalArgumentException("layer " + path + " is what its body makes of it");
    };
  }

  private static Features.Planes planes(String path, Features in) {
    if (in instanceof Features.Planes planes) {
      return planes;
    }
    throw new NetException("layer %s got a row of %d, expected planes".formatted(path, in.count()));
  }

  private static Features.Row row(String path, Features in) {
    if (in instanceof Features.Row row) {
      return row;
    }
    throw new NetException(
        "layer %s got planes %s, expected a row: flatten or pool first"
            .formatted(path, in.sizes()));
  }

  /// The arrays it owns, those of the layers inside it included.
  Stream<Parameter> parameters() {
    return switch (layer) {
      case Layer.Conv conv -> {
        int inputs = in.channels() / conv.groups();
        int fan = inputs * conv.kernel() * conv.kernel();
        var shape = List.of(conv.out(), inputs, conv.kernel(), conv.kernel());
        yield weights(shape, fan, conv.bias());
      }
      case Layer.Linear linear -> {
        int fan = in.count();
        yield weights(List.of(linear.out(), fan), fan, linear.bias());
      }
      case Layer.BatchNorm _ ->
          Stream.of(
              own("scale", List.of(in.channels()), new Start.Constant(1), true),
              own("shift", List.of(in.channels()), new Start.Constant(0), true),
              own("mean", List.of(in.channels()), new Start.Constant(0), false),
              own("variance", List.of(in.channels()), new Start.Constant(1), false));
      case Layer.PRelu _ ->
          Stream.of(own("slope", List.of(in.channels()), new Start.Constant(0.25f), true));
      case Layer.Residual _, Layer.Views _ ->
          Stream.concat(body.stream(), shortcut.stream()).flatMap(Placed::parameters);
      case Layer.Relu _,
          Layer.Pool _,
          Layer.GlobalPool _,
          Layer.Flatten _,
          Layer.Dropout _,
          Layer.L2Norm _ ->
          Stream.empty();
    };
  }

  /// Starts as PyTorch does. Rectifiers would keep their variance from a start 2.4 times as wide
  /// (He et al. 2015), but batch normalisation undoes a weight's length, and long weights turn
  /// slowly: after 40 steps of Adam R@1 on Omniglot is .55 from there and .67 from here.
  private Stream<Parameter> weights(List<Integer> shape, int fan, boolean bias) {
    var start = new Start.Uniform(1 / Math.sqrt(fan));
    var weight = own("weight", shape, start, true);
    return bias
        ? Stream.of(weight, own("bias", List.of(shape.getFirst()), start, true))
        : Stream.of(weight);
  }

  private Parameter own(String role, List<Integer> shape, Start start, boolean trained) {
    return new Parameter(name(role), shape, start, trained);
  }

  /// The full name of one of its arrays.
  public String name(String role) {
    return path + "." + role;
  }
}
