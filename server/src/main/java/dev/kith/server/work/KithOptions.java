package dev.kith.server.work;

import dev.kith.encoder.onnx.Batching;

/// How a data directory is worked on.
///
/// @param workers threads of the work pool, at least 1; as many as cores by default
/// @param queue how many interactive requests may wait for a thread before one more is told `busy`
/// @param bulkShare how many threads bulk work may hold at once
/// @param provider where encoders run: `cpu`, `cuda` or `auto`
/// @param maxPixels the largest image decoded, width times height
/// @param batching how samples share a pass where encoders run on a GPU
public record KithOptions(
    int workers, int queue, int bulkShare, String provider, long maxPixels, Batching batching) {
  /// With the usual batching.
  public KithOptions(int workers, int queue, int bulkShare, String provider, long maxPixels) {
    this(workers, queue, bulkShare, provider, maxPixels, Batching.USUAL);
  }

  public static KithOptions defaults() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new KithOptions(cores, 64 * cores, Math.max(1, cores / 2), "auto", 50_000_000);
  }
}
