package dev.kith.gallery.bridge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;

/// An affine map in doubles, while it is fitted.
///
/// @param weights outputs x inputs
/// @param offset outputs x 1
record Straight(DMatrixRMaj weights, DMatrixRMaj offset) {
  private static final double[] RIDGES = {1e-3, 1e-2, 1e-1, 1};
  private static final int[] RANK_DIVISORS = {1, 2, 8};

  /// The rotation (or the part of one, where dimensions differ) that carries the rows nearest to
  /// their partners in the least-squares sense.
  ///
  /// @param x rows to carry
  /// @param y where they should come to
  static Straight procrustes(DMatrixRMaj x, DMatrixRMaj y) {
    DMatrixRMaj cross = new DMatrixRMaj(y.getNumCols(), x.getNumCols());
    CommonOps_DDRM.multTransA(y, x, cross);
    SingularValueDecomposition_F64<DMatrixRMaj> svd = decomposed(cross);
    DMatrixRMaj rotation = new DMatrixRMaj(cross.getNumRows(), cross.getNumCols());
    CommonOps_DDRM.mult(svd.getU(null, false), svd.getV(null, true), rotation);
    return new Straight(rotation, new DMatrixRMaj(y.getNumCols(), 1));
  }

  private static SingularValueDecomposition_F64<DMatrixRMaj> decomposed(DMatrixRMaj matrix) {
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(matrix.getNumRows(), matrix.getNumCols(), true, true, true);
    if (!svd.decompose(matrix.copy())) {
      throw new ArithmeticException(
          "the singular values of a %d x %d matrix weren't found"
              .formatted(matrix.getNumRows(), matrix.getNumCols()));
    }
    return svd;
  }

  /// Affine maps drawn towards this one by ridges of several strengths, their difference from it
  /// cut to several ranks.
  List<Straight> corrected(DMatrixRMaj x, DMatrixRMaj y) {
    DMatrixRMaj meanX = mean(x);
    DMatrixRMaj meanY = mean(y);
    DMatrixRMaj centredX = centred(x, meanX);
    DMatrixRMaj missing = centred(y, meanY);
    CommonOps_DDRM.multAddTransB(-1, centredX, weights, missing);
    DMatrixRMaj covariance = new DMatrixRMaj(x.getNumCols(), x.getNumCols());
    CommonOps_DDRM.multTransA(centredX, centredX, covariance);
    DMatrixRMaj cross = new DMatrixRMaj(x.getNumCols(), y.getNumCols());
    CommonOps_DDRM.multTransA(centredX, missing, cross);
    double scale = CommonOps_DDRM.trace(covariance) / covariance.getNumCols();
    List<Straight> corrected = new ArrayList<>();
    for (double ridge : RIDGES) {
      DMatrixRMaj change = solved(covariance, ridge * scale, cross);
      for (DMatrixRMaj cut : cuts(change)) {
        DMatrixRMaj summed = weights.copy();
        CommonOps_DDRM.addEquals(summed, cut);
        DMatrixRMaj offsetTo = meanY.copy();
        CommonOps_DDRM.multAdd(-1, summed, meanX, offsetTo);
        corrected.add(new Straight(summed, offsetTo));
      }
    }
    return corrected;
  }

  /// @return outputs x inputs
  private static DMatrixRMaj solved(DMatrixRMaj covariance, double ridge, DMatrixRMaj cross) {
    DMatrixRMaj firm = covariance.copy();
    for (int i = 0; i < firm.getNumCols(); i++) {
      firm.add(i, i, ridge);
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(firm.getNumCols());
    DMatrixRMaj solution = new DMatrixRMaj(cross.getNumRows(), cross.getNumCols());
    if (!solver.setA(firm)) {
      throw new ArithmeticException(
          "a covariance of %d dimensions is singular".formatted(firm.getNumCols()));
    }
    solver.solve(cross, solution);
    return CommonOps_DDRM.transpose(solution, null);
  }

  private static List<DMatrixRMaj> cuts(DMatrixRMaj change) {
    SingularValueDecomposition_F64<DMatrixRMaj> svd = decomposed(change);
    DMatrixRMaj u = svd.getU(null, false);
    DMatrixRMaj v = svd.getV(null, true);
    double[] values = svd.getSingularValues();
    Integer[] order = new Integer[svd.numberOfSingularValues()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Arrays.sort(order, (a, b) -> Double.compare(values[b], values[a]));
    List<DMatrixRMaj> cuts = new ArrayList<>();
    for (int divisor : RANK_DIVISORS) {
      DMatrixRMaj cut = new DMatrixRMaj(change.getNumRows(), change.getNumCols());
      for (int place = 0; place < Math.max(1, order.length / divisor); place++) {
        int at = order[place];
        CommonOps_DDRM.multAdd(
            values[at],
            CommonOps_DDRM.extractColumn(u, at, null),
            CommonOps_DDRM.extractRow(v, at, null),
            cut);
      }
      cuts.add(cut);
    }
    return cuts;
  }

  private static DMatrixRMaj mean(DMatrixRMaj rows) {
    DMatrixRMaj mean = CommonOps_DDRM.sumCols(rows, null);
    CommonOps_DDRM.divide(mean, rows.getNumRows());
    return CommonOps_DDRM.transpose(mean, null);
  }

  private static DMatrixRMaj centred(DMatrixRMaj rows, DMatrixRMaj mean) {
    DMatrixRMaj centred = rows.copy();
    for (int row = 0; row < rows.getNumRows(); row++) {
      for (int i = 0; i < rows.getNumCols(); i++) {
        centred.add(row, i, -mean.get(i));
      }
    }
    return centred;
  }

  /// Where the rows come to, not of unit length.
  DMatrixRMaj carried(DMatrixRMaj x) {
    DMatrixRMaj y = new DMatrixRMaj(x.getNumRows(), weights.getNumRows());
    CommonOps_DDRM.multTransB(x, weights, y);
    for (int row = 0; row < y.getNumRows(); row++) {
      for (int i = 0; i < y.getNumCols(); i++) {
        y.add(row, i, offset.get(i));
      }
    }
    return y;
  }

  Layer layer() {
    return Layer.of(weights, offset);
  }
}
