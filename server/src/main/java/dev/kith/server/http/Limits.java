package dev.kith.server.http;

/// How much a request may bring.
///
/// @param sampleBytes a body with a sample or an embedding
/// @param encoderBytes an uploaded encoder with its manifest
/// @param importBytes an import's body
/// @param batchLines probes in a batch
/// @param heldBytes bodies in memory at once, over all requests; more is told `busy`
public record Limits(
    int sampleBytes, int encoderBytes, long importBytes, int batchLines, long heldBytes) {
  /// A document without samples in it.
  static final int DOCUMENT_BYTES = 1 << 20;

  public static Limits defaults() {
    return new Limits(
        16 << 20, 512 << 20, 64L << 30, 100_000, Runtime.getRuntime().maxMemory() / 3);
  }

  /// The longest line of a batch: a sample in base64, and what stands around it.
  int lineBytes() {
    return sampleBytes / 3 * 4 + (1 << 16);
  }
}
