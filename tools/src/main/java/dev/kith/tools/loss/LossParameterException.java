package dev.kith.tools.loss;

import java.io.Serial;

/// A recipe asks for a loss, or a parameter of one, that can't be had; the message says which.
public final class LossParameterException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  public LossParameterException(String message) {
    super(message);
  }
}
