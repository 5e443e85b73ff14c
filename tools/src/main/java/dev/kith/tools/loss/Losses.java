package dev.kith.tools.loss;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;

/// The losses by their names in a recipe.
///
/// What each computes, its parameters and their defaults are in the docs of its class.
public final class Losses {
  @FunctionalInterface
  private interface Maker {
    Loss make(Params params, Setting setting);
  }

  private static final Map<String, Maker> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("triplet", TripletLoss::from);
    BY_NAME.put("multi_similarity", MultiSimilarityLoss::from);
    BY_NAME.put("supcon", SupConLoss::from);
  }

  private Losses() {}

  /// A loss of that name.
  ///
  /// @param params of the loss, its miner (`mining` and its options) and its `reducer`; what is
  ///   missing has its default
  /// @throws LossParameterException on an unknown loss or parameter, or a value out of range
  public static Loss create(String name, Map<String, ?> params, Setting setting) {
    Maker maker = BY_NAME.get(name);
    if (maker == null) {
      throw new LossParameterException("got loss " + name + ", expected one of " + names());
    }
    Params reader = new Params(name, params);
    Loss loss = maker.make(reader, setting);
    reader.requireAllRead();
    return loss;
  }

  public static SequencedSet<String> names() {
    return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(BY_NAME.keySet()));
  }
}
