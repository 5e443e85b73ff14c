package dev.kith.tools.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.kith.tools.loss.batch.Algebra;
import java.util.stream.IntStream;

/// Each anchor's ranking of the batch, made smooth: how far every sample stands before each
/// positive.
///
/// The anchor itself counts among its positives, as in the authors' code of Smooth-AP and PNP.
final class RankedPositives {
  private final int[] anchors;
  private final NDArray cosine;
  private final NDArray positiveMask;
  private final NDArray before;

  /// @param cosine `[rows, columns]`
  /// @param positive the same in rows: 1 at the positives of each anchor, itself included
  RankedPositives(NDArray cosine, float[] positive, double temperature) {
    int columns = Math.toIntExact(cosine.size(1));
    int[] places = IntStream.range(0, positive.length).filter(i -> positive[i] > 0).toArray();
    this.anchors = IntStream.of(places).map(place -> place / columns).toArray();
    this.cosine = cosine;
    this.positiveMask = Algebra.mask(cosine, positive, columns);
    NDArray own = cosine.flatten().gather(index(places), 0).expandDims(1);
    this.before = Algebra.sigmoid(Algebra.over(ofAnchors(cosine).sub(own), temperature));
  }

  private NDArray index(int[] places) {
    return Algebra.places(cosine, IntStream.of(places).asLongStream().toArray());
  }

  private NDArray ofAnchors(NDArray perRow) {
    return perRow.get(index(anchors));
  }

  /// How many samples stand before each (anchor, positive) or with it: 1 is the first place.
  /// `[pairs]`.
  NDArray rank() {
    // a sample against itself is sigmoid(0), half a place
    return before.sum(new int[] {1}).add(0.5);
  }

  /// The same, among the anchor's positives.
  NDArray rankAmongPositives() {
    return before.mul(ofAnchors(positiveMask)).sum(new int[] {1}).add(0.5);
  }

  /// How many samples of `mask`, `[rows, columns]`, stand before each (anchor, positive).
  NDArray countBefore(NDArray mask) {
    return before.mul(ofAnchors(mask)).sum(new int[] {1});
  }

  /// Each anchor's mean over its positives, of one value for each (anchor, positive): `[rows]`.
  NDArray meanPerAnchor(NDArray perPair) {
    int rows = Math.toIntExact(cosine.size(0));
    double[] shares = new double[rows * anchors.length];
    for (int pair = 0; pair < anchors.length; pair++) {
      shares[anchors[pair] * anchors.length + pair] = 1;
    }
    NDArray sums =
        Algebra.owned(cosine.getManager().create(shares, new Shape(rows, anchors.length)))
            .toType(cosine.getDataType(), false);
    return sums.matMul(perPair.expandDims(1)).squeeze(1).div(positiveMask.sum(new int[] {1}));
  }
}
