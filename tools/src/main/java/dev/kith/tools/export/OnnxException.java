package dev.kith.tools.export;

/// A model that ONNX Runtime refuses, or that doesn't say what it was exported to say.
public final class OnnxException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public OnnxException(String message) {
    super(message);
  }

  public OnnxException(String message, Throwable cause) {
    super(message, cause);
  }
}
