/// What a loss is computed from: a labelled batch, what is remembered of earlier ones, the
/// distances within it, and the samplers that decide which samples share a batch.
@NullMarked
package dev.kith.tools.loss.batch;

import org.jspecify.annotations.NullMarked;
