/// Which threshold keeps a wanted error rate, and how sure that is: plain maths over scores, no
/// input or output.
///
/// Evidence is either scores of strangers measured against the gallery ([Measured]) or the tail an
/// encoder came with ([Prior]); a [Calibration] chooses among what there is.
@NullMarked
package dev.kith.calibration;

import org.jspecify.annotations.NullMarked;
