package dev.kith.tools.loss.mine;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The miners by their names in a recipe.
public final class Miners {
  private static final Map<String, Function<MinerOptions, Miner>> BY_NAME =
      new TreeMap<>(
          Map.of(
              "all", _ -> all(),
              "none", _ -> all(),
              "hard", options -> TripletMiner.hard(options.margin()),
              "semi_hard", options -> TripletMiner.semiHard(options.margin()),
              "easy", options -> TripletMiner.easy(options.margin()),
              "batch_hard", _ -> new BatchMiner(false),
              "batch_easy_hard", _ -> new BatchMiner(true),
              "multi_similarity", options -> new MultiSimilarityMiner(options.epsilon())));

  private Miners() {}

  /// Every pair there is; every triplet, where a loss asks for triplets.
  public static Miner all() {
    return (pairwise, _) -> Pairs.all(pairwise);
  }

  public static Optional<Miner> named(String name, MinerOptions options) {
    return Optional.ofNullable(BY_NAME.get(name)).map(make -> make.apply(options));
  }

  public static SortedSet<String> names() {
    return new TreeSet<>(BY_NAME.keySet());
  }
}
