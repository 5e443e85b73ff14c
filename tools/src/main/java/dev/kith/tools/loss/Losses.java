package dev.kith.tools.loss;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
    BY_NAME.put("softmax", SoftmaxLoss::from);
    BY_NAME.put("normalized_softmax", NormalizedSoftmaxLoss::from);
    BY_NAME.put("center", CenterLoss::from);
    BY_NAME.put("contrastive", ContrastiveLoss::from);
    BY_NAME.put("contrastive_hadsell", HadsellLoss::from);
    BY_NAME.put("triplet", TripletLoss::from);
    BY_NAME.put("triplet_squared", TripletLoss::squared);
    BY_NAME.put("triplet_batch_all", TripletLoss::batchAll);
    BY_NAME.put("triplet_batch_hard", TripletLoss::batchHard);
    BY_NAME.put("triplet_semihard_facenet", TripletLoss::faceNet);
    BY_NAME.put("npairs", NPairsLoss::library);
    BY_NAME.put("npairs_paper", NPairsLoss::paper);
    BY_NAME.put("npairs_multilabel", MultiLabelNPairsLoss::from);
    BY_NAME.put("npairs_angular", Losses::npairsAngular);
    BY_NAME.put("angular", AngularLoss::from);
    BY_NAME.put("angular_paper", AngularCouplesLoss::from);
    BY_NAME.put("lifted_structure", LiftedStructureLoss::from);
    BY_NAME.put("lifted_structure_paper", LiftedStructureLoss::paper);
    BY_NAME.put("generalized_lifted_structure", GeneralizedLiftedStructureLoss::from);
    BY_NAME.put("cluster", ClusterLoss::from);
    BY_NAME.put("sphereface", SphereFaceLoss::from);
    BY_NAME.put("a_softmax", SphereFaceLoss::annealed);
    BY_NAME.put("cosface", CosFaceLoss::from);
    BY_NAME.put("arcface", ArcFaceLoss::from);
    BY_NAME.put("subcenter_arcface", ArcFaceLoss::subCenter);
    BY_NAME.put("proxy_nca", ProxyNcaLoss::from);
    BY_NAME.put("proxy_anchor", ProxyAnchorLoss::from);
    BY_NAME.put("multi_similarity", MultiSimilarityLoss::from);
    BY_NAME.put("supcon", SupConLoss::from);
    BY_NAME.put("ntxent", NtXentLoss::from);
    BY_NAME.put("circle", CircleLoss::from);
    BY_NAME.put("ranked_list", RankedListLoss::from);
    BY_NAME.put("soft_triple", SoftTripleLoss::from);
    BY_NAME.put("smooth_ap", SmoothApLoss::library);
    BY_NAME.put("smooth_ap_paper", SmoothApLoss::paper);
    BY_NAME.put("pnp", PnpLoss::from);
    BY_NAME.put("threshold_consistent_margin", ThresholdConsistentMarginLoss::from);
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

  /// N-pairs + λ · angular, both over couples; parameters `lambda` (2), `alpha_degrees`,
  /// `regularization`, `normalize` (of the N-pairs), `reducer`.
  private static Loss npairsAngular(Params params, Setting setting) {
    return new WeightedLosses(
        List.of(
            new WeightedLosses.Part(1, NPairsLoss.paper(params, setting)),
            new WeightedLosses.Part(
                params.number("lambda", 2), AngularCouplesLoss.from(params, setting))));
  }
}
