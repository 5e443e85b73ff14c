package dev.kith.tools.loss;

/// What a loss must know of the training it is part of.
///
/// @param dimension of the embeddings
/// @param classes labels are 0 … classes − 1
/// @param seed that random miners draw from, together with the step
public record Setting(int dimension, int classes, long seed) {
  public Setting {
    if (dimension < 1 || classes < 1) {
      throw new LossParameterException(
          "got "
              + dimension
              + " dimensions and "
              + classes
              + " classes, expected at least 1 of each");
    }
  }
}
