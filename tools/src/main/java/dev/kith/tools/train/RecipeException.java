package dev.kith.tools.train;

/// A recipe, or the data it names, that can't be trained on: a user error.
public final class RecipeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RecipeException(String message) {
    super(message);
  }
}
