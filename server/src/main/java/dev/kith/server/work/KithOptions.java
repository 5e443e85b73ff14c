package dev.kith.server.work;

/// How a data directory is worked on.
///
/// @param workers threads of the work pool, at least 1; as many as cores by default
/// @param queue how many interactive requests may wait for a thread before one more is told `busy`
/// @param bulkShare how many threads bulk work may hold at once
/// @param provider where encoders run: `cpu`, `cuda` or `auto`
/// @param maxPixels the largest image decoded, width times height
public record KithOptions(int workers, int queue, int bulkShare, String provider, long maxPixels) {
  public static KithOptions defaults() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new KithOptions(cores, 64 * cores, Math.max(1, cores / 2), "auto", 50_000_000);
  }
}
