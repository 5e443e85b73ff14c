package dev.kith.tools.loss.mine;

/// What the miners need to know; each reads what is its own.
///
/// @param margin of hard, semi-hard and easy triplets, in the unit of the loss's distance
/// @param epsilon slack of the multi-similarity miner, in the unit of the loss's distance
/// @param degrees from which the angle at the negative is too wide
/// @param cutoff distance below which distance-weighted sampling sees all negatives alike
/// @param nonZeroCutoff distance above which it samples none, at most 2
/// @param seed that random miners draw from, together with the step
public record MinerOptions(
    double margin,
    double epsilon,
    double degrees,
    double cutoff,
    double nonZeroCutoff,
    long seed) {}
