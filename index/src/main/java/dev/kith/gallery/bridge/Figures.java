package dev.kith.gallery.bridge;

/// How good a bridge is, by identities that it wasn't fitted on.
///
/// @param probes how many asked
/// @param mated whether they asked with another sample than the one that was carried
/// @param cosine mean, of what was carried and what the encoder made of the same sample
/// @param encoded against a gallery that was encoded anew
/// @param bridged against the same gallery, carried over
public record Figures(int probes, boolean mated, double cosine, Side encoded, Side bridged) {
  /// @param rank1 share of probes whose own identity comes first
  /// @param fnir share missed at a threshold that 1 % of probes reach with somebody else
  public record Side(double rank1, double fnir) {}

  /// Share of the encoded gallery's rank-1 that the bridged one keeps.
  public double kept() {
    return encoded.rank1() == 0 ? 0 : bridged.rank1() / encoded.rank1();
  }
}
