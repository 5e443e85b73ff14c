package dev.kith.tools.loss.mine;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The miners by their names in a recipe.
public final class Miners {
  private static final Map<String, Function<MinerOptions, Miner>> BY_NAME = new TreeMap<>();

  static {
    BY_NAME.put("all", _ -> all());
    BY_NAME.put("none", _ -> all());
    BY_NAME.put("hard", options -> TripletMiner.hard(options.margin()));
    BY_NAME.put("semi_hard", options -> TripletMiner.semiHard(options.margin()));
    BY_NAME.put("easy", options -> TripletMiner.easy(options.margin()));
    BY_NAME.put("batch_hard", _ -> new BatchMiner(false));
    BY_NAME.put("batch_easy_hard", _ -> new BatchMiner(true));
    BY_NAME.put("facenet_semi_hard", _ -> new FaceNetMiner());
    BY_NAME.put("distance_weighted", DistanceWeightedMiner::new);
    BY_NAME.put("angular", options -> new AngularMiner(options.degrees()));
    BY_NAME.put("multi_similarity", options -> new MultiSimilarityMiner(options.epsilon()));
  }

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
