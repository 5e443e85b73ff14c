package dev.kith.gallery.bridge;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.DMatrixRMaj;

/// Finds the way between two spaces that does best on identities it wasn't fitted on: orthogonal
/// Procrustes, an affine map of low rank, a hidden layer on top. Of the identities seven in ten are
/// fitted on, some of the others choose, the rest give the figures. What was chosen is then fitted
/// on all of them, unless it has a hidden layer. The same pairs give the same bridge; takes seconds
/// to a minute, of one core.
public record BridgeFit(Bridge bridge, Figures figures) {
  /// Samples below which nothing is learned.
  public static final int FEWEST = 50;

  private static final int PARTS = 20;
  private static final int CHOOSING = 6;
  private static final int TELLING = 3;

  /// @return empty for fewer than [#FEWEST] pairs, or when they are of too few identities to hold
  ///   some out
  public static Optional<BridgeFit> of(Pairs pairs) {
    Pairs fitted = pairs.where(each -> part(each.identity()) >= CHOOSING);
    boolean heldOut =
        pairs.all().stream().anyMatch(each -> tells(each.identity()))
            && pairs.all().stream().anyMatch(each -> chooses(each.identity()));
    return pairs.size() < FEWEST || fitted.size() == 0 || !heldOut
        ? Optional.empty()
        : Optional.of(best(pairs, fitted));
  }

  private static BridgeFit best(Pairs pairs, Pairs fitted) {
    // cores belong to requests
    EjmlConcurrency.USE_CONCURRENT = false;
    Pairs choosing = pairs.where(each -> chooses(each.identity()));
    DMatrixRMaj x = fitted.fromRows();
    DMatrixRMaj y = fitted.toRows();
    Straight rotation = Straight.procrustes(x, y);
    Bridge turned = bridge(pairs, Bridge.Kind.PROCRUSTES, rotation, Optional.empty());
    List<Straight> corrected = rotation.corrected(x, y);
    int chosen =
        IntStream.range(0, corrected.size())
            .boxed()
            .max(
                Comparator.comparingDouble(each ->
                    cosine(
                        choosing,
                        bridge(pairs, Bridge.Kind.AFFINE, corrected.get(each), Optional.empty()))))
            .orElseThrow();
    Straight affine = corrected.get(chosen);
    Bridge shifted = bridge(pairs, Bridge.Kind.AFFINE, affine, Optional.empty());
    Straight base = cosine(choosing, shifted) >= cosine(choosing, turned) ? affine : rotation;
    Bridge.Correction correction =
        Residual.fit(
            x,
            y,
            base,
            each -> cosine(choosing, bridge(pairs, Bridge.Kind.RESIDUAL, base, Optional.of(each))));
    Bridge bent = bridge(pairs, Bridge.Kind.RESIDUAL, base, Optional.of(correction));
    Trials choose = new Trials(pairs, BridgeFit::chooses);
    Bridge best =
        Stream.of(turned, shifted, bent)
            .max(
                Comparator.comparingDouble((Bridge each) -> choose.figures(each).kept())
                    .thenComparingDouble(each -> cosine(choosing, each)))
            .orElseThrow();
    return new BridgeFit(
        whole(pairs, best, chosen), new Trials(pairs, BridgeFit::tells).figures(best));
  }

  /// The same way, fitted on everybody.
  ///
  /// @param chosen which of the affine maps
  private static Bridge whole(Pairs pairs, Bridge best, int chosen) {
    DMatrixRMaj x = pairs.fromRows();
    DMatrixRMaj y = pairs.toRows();
    return switch (best.kind()) {
      case PROCRUSTES -> bridge(pairs, best.kind(), Straight.procrustes(x, y), Optional.empty());
      case AFFINE ->
          bridge(
              pairs,
              best.kind(),
              Straight.procrustes(x, y).corrected(x, y).get(chosen),
              Optional.empty());
      case RESIDUAL -> best;
    };
  }

  private static Bridge bridge(
      Pairs pairs, Bridge.Kind kind, Straight straight, Optional<Bridge.Correction> correction) {
    return new Bridge(kind, pairs.from(), pairs.to(), straight.layer(), correction);
  }

  /// Mean over the pairs, of what is carried and its partner.
  private static double cosine(Pairs pairs, Bridge bridge) {
    List<Pairs.Pair> all = pairs.all();
    return all.stream()
        .mapToDouble(each -> bridge.across(each.from()).cosine(each.to()))
        .average()
        .orElseThrow();
  }

  private static int part(long identity) {
    return new SplittableRandom(identity).nextInt(PARTS);
  }

  private static boolean tells(long identity) {
    return part(identity) < TELLING;
  }

  private static boolean chooses(long identity) {
    return part(identity) >= TELLING && part(identity) < CHOOSING;
  }
}
