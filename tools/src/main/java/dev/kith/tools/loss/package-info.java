/// Metric-learning losses as pure functions of embeddings, labels and their own weights.
///
/// [dev.kith.tools.loss.Losses] makes a [dev.kith.tools.loss.Loss] from a name and parameters; a
/// trainer allocates its [dev.kith.tools.loss.Weight]s and asks for a
/// [dev.kith.tools.loss.LossValue] every step. Imports run one way: `loss` → `loss.mine` →
/// `loss.batch`.
@NullMarked
package dev.kith.tools.loss;

import org.jspecify.annotations.NullMarked;
