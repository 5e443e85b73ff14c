package dev.kith.gallery;

import java.time.Instant;
import java.util.List;

/// The thresholds a gallery has had, kept durably; the newest thousand of each. Thread-safe.
public interface ThresholdHistory {
  /// Returns once it is synced.
  void add(GalleryEntry gallery, Entry entry);

  /// Newest first.
  List<Entry> newest(GalleryEntry gallery, int limit);

  /// A threshold that held from a moment on.
  ///
  /// @param space it belongs to
  /// @param sequence of the gallery that it was measured at
  /// @param target FPIR that was wanted
  /// @param threshold with the ends of its interval, `low` and `high`
  /// @param method what kind of evidence it rested on
  /// @param trials behind it
  /// @param why what moved it, in a few words
  record Entry(
      Instant at,
      String space,
      long sequence,
      long subjects,
      double target,
      double threshold,
      double low,
      double high,
      String method,
      long trials,
      String why) {}
}
