package dev.kith.gallery.bridge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// A hidden layer that learns what a straight way misses: `out · relu(in · x + shift)`, added to
/// it, so that the cosine to the partner rises. Begins as no correction at all; steps are Adam's
/// (Kingma and Ba 2015) with a cosine schedule; the same rows give the same numbers.
final class Residual {
  private static final int BATCH = 64;
  private static final int WIDEST = 512;
  private static final int FEWEST_EPOCHS = 3;
  private static final int MOST_EPOCHS = 40;
  private static final double RATE = 1e-3;

  /// Multiplications a fit may take: some tens of seconds of one core.
  private static final double WORK = 2e10;

  private final DMatrixRMaj x;
  private final DMatrixRMaj target;
  private final DMatrixRMaj base;
  private final Steps in;
  private final Steps shift;
  private final Steps out;
  private final Random random = new Random(6);

  private Residual(DMatrixRMaj x, DMatrixRMaj target, DMatrixRMaj base) {
    this.x = x;
    this.target = target;
    this.base = base;
    int width = Math.min(WIDEST, 2 * Math.max(x.getNumCols(), target.getNumCols()));
    DMatrixRMaj first = new DMatrixRMaj(width, x.getNumCols());
    for (int i = 0; i < first.getNumElements(); i++) {
      first.set(i, random.nextGaussian());
    }
    in = new Steps(first);
    shift = new Steps(new DMatrixRMaj(width, 1));
    out = new Steps(new DMatrixRMaj(target.getNumCols(), width));
  }

  /// Learns on the rows; what is best by `worth` after some epoch is kept.
  static Bridge.Correction fit(
      DMatrixRMaj x, DMatrixRMaj y, Straight straight, ToDoubleFunction<Bridge.Correction> worth) {
    Residual residual = new Residual(x, y, straight.carried(x));
    int epochs = residual.epochs();
    Bridge.Correction best = residual.correction();
    double most = worth.applyAsDouble(best);
    for (int epoch = 0; epoch < epochs; epoch++) {
      residual.epoch(RATE * (1 + Math.cos(Math.PI * epoch / epochs)) / 2);
      Bridge.Correction now = residual.correction();
      double worthNow = worth.applyAsDouble(now);
      if (worthNow > most) {
        most = worthNow;
        best = now;
      }
    }
    return best;
  }

  private int epochs() {
    double each =
        3.0 * x.getNumRows() * in.value.getNumRows() * (x.getNumCols() + target.getNumCols());
    return (int) Math.clamp(WORK / each, FEWEST_EPOCHS, MOST_EPOCHS);
  }

  private Bridge.Correction correction() {
    return new Bridge.Correction(
        Layer.of(in.value, shift.value),
        Layer.of(out.value, new DMatrixRMaj(target.getNumCols(), 1)));
  }

  private void epoch(double rate) {
    List<Integer> order = new ArrayList<>();
    for (int row = 0; row < x.getNumRows(); row++) {
      order.add(row);
    }
    Collections.shuffle(order, random);
    for (int from = 0; from < order.size(); from += BATCH) {
      step(order.subList(from, Math.min(order.size(), from + BATCH)), rate);
    }
  }

  private void step(List<Integer> rows, double rate) {
    DMatrixRMaj some = picked(x, rows);
    DMatrixRMaj hidden = new DMatrixRMaj(rows.size(), in.value.getNumRows());
    CommonOps_DDRM.multTransB(some, in.value, hidden);
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < hidden.getNumCols(); i++) {
        hidden.set(row, i, Math.max(0, hidden.get(row, i) + shift.value.get(i)));
      }
    }
    DMatrixRMaj made = picked(base, rows);
    CommonOps_DDRM.multAddTransB(hidden, out.value, made);
    DMatrixRMaj slope = slope(made, picked(target, rows));
    DMatrixRMaj outSlope = new DMatrixRMaj(out.value.getNumRows(), out.value.getNumCols());
    CommonOps_DDRM.multTransA(slope, hidden, outSlope);
    DMatrixRMaj hiddenSlope = new DMatrixRMaj(hidden.getNumRows(), hidden.getNumCols());
    CommonOps_DDRM.mult(slope, out.value, hiddenSlope);
    for (int i = 0; i < hidden.getNumElements(); i++) {
      if (hidden.get(i) <= 0) {
        hiddenSlope.set(i, 0);
      }
    }
    DMatrixRMaj inSlope = new DMatrixRMaj(in.value.getNumRows(), in.value.getNumCols());
    CommonOps_DDRM.multTransA(hiddenSlope, some, inSlope);
    out.step(outSlope, rate);
    in.step(inSlope, rate);
    shift.step(CommonOps_DDRM.transpose(CommonOps_DDRM.sumCols(hiddenSlope, null), null), rate);
  }

  private static DMatrixRMaj picked(DMatrixRMaj all, List<Integer> rows) {
    DMatrixRMaj some = new DMatrixRMaj(rows.size(), all.getNumCols());
    for (int row = 0; row < rows.size(); row++) {
      CommonOps_DDRM.extract(
          all, rows.get(row), rows.get(row) + 1, 0, all.getNumCols(), some, row, 0);
    }
    return some;
  }

  /// Of the mean of `1 - cosine`, row by row: `(cosine · unit - target) / length / rows`.
  private static DMatrixRMaj slope(DMatrixRMaj made, DMatrixRMaj target) {
    DMatrixRMaj slope = new DMatrixRMaj(made.getNumRows(), made.getNumCols());
    for (int row = 0; row < made.getNumRows(); row++) {
      double squares = 0;
      double product = 0;
      for (int i = 0; i < made.getNumCols(); i++) {
        squares += made.get(row, i) * made.get(row, i);
        product += made.get(row, i) * target.get(row, i);
      }
      double length = Math.max(1e-9, Math.sqrt(squares));
      double cosine = product / length;
      for (int i = 0; i < made.getNumCols(); i++) {
        double unit = made.get(row, i) / length;
        slope.set(row, i, (cosine * unit - target.get(row, i)) / length / made.getNumRows());
      }
    }
    return slope;
  }

  /// One matrix and Adam's two moments of its slope.
  private static final class Steps {
    private static final double FIRST = 0.9;
    private static final double SECOND = 0.999;

    private final DMatrixRMaj value;
    private final double[] mean;
    private final double[] square;
    private int taken;

    Steps(DMatrixRMaj value) {
      this.value = value;
      mean = new double[value.getNumElements()];
      square = new double[value.getNumElements()];
    }

    void step(DMatrixRMaj slope, double rate) {
      taken++;
      double first = 1 - Math.pow(FIRST, taken);
      double second = 1 - Math.pow(SECOND, taken);
      for (int i = 0; i < mean.length; i++) {
        double each = slope.get(i);
        mean[i] = FIRST * mean[i] + (1 - FIRST) * each;
        square[i] = SECOND * square[i] + (1 - SECOND) * each * each;
        value.set(
            i, value.get(i) - rate * mean[i] / first / (Math.sqrt(square[i] / second) + 1e-8));
      }
    }
  }
}
