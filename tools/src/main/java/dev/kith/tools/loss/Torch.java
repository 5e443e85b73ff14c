package dev.kith.tools.loss;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/// The way to libtorch: no telemetry, nothing downloaded.
public final class Torch {
  static {
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
  }

  private Torch() {}

  /// The engine; loading libtorch takes about a second the first time.
  public static Engine engine() {
    return Engine.getEngine("PyTorch");
  }

  /// A new manager that the caller closes.
  public static NDManager manager() {
    return engine().newBaseManager();
  }
}
