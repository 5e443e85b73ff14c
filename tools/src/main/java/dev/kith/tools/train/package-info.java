/// Trains encoders: a [Recipe] says everything, a [Trainer] takes steps, a [Run] takes them all and
/// leaves a folder. All randomness is a function of the recipe's seed and the step.
@NullMarked
package dev.kith.tools.train;

import org.jspecify.annotations.NullMarked;
