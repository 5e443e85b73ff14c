package dev.kith.tools.loss;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/// The way to libtorch: no telemetry, nothing downloaded, one thread (so that a seed gives the same
/// bits) unless `ai.djl.pytorch.num_threads` says otherwise.
public final class Torch {
  static {
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    keepOr("ai.djl.pytorch.num_threads", "1");
    keepOr("ai.djl.pytorch.num_interop_threads", "1");
  }

  private Torch() {}

  private static void keepOr(String property, String otherwise) {
    System.setProperty(property, System.getProperty(property, otherwise));
  }

  /// Whether this build has libtorch.
  public static boolean isHere() {
    return Engine.hasEngine("PyTorch");
  }

  /// The engine; loading libtorch takes about a second the first time.
  public static Engine engine() {
    return Engine.getEngine("PyTorch");
  }

  /// A new manager that the caller closes.
  public static NDManager manager() {
    return engine().newBaseManager();
  }
}
