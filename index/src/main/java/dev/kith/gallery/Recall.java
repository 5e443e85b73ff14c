package dev.kith.gallery;

/// How well a generation's searches keep what was promised of them: the share of the true ten best
/// subjects that they find.
///
/// @param promised in (0, 1]
/// @param estimate as measured; 1 where every search is exact
/// @param low lower end of the estimate's 95 % interval
/// @param high upper end
/// @param searches how many were compared with an exact scan; 0 before the first measurement
/// @param beam subjects that a search keeps in sight; 0 where every search is exact
public record Recall(
    double promised, double estimate, double low, double high, long searches, int beam) {
  /// Whether the estimate stands on anything: searches that were compared, or none that could miss.
  public boolean measured() {
    return searches > 0 || beam == 0;
  }
}
