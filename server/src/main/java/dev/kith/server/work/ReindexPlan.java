package dev.kith.server.work;

import dev.kith.encoder.Encoder;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Lineage;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Unencoded;
import dev.kith.gallery.bridge.BridgeFit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a reindex will take, found out before it begins: how much there is to encode and how long
/// that will be, the room on the disk, and what becomes of templates that have no sample.
///
/// @param templates of the gallery
/// @param sampled templates to encode
/// @param bare templates that can't be
/// @param strangers to encode, at least
/// @param seconds the encoding will take
/// @param needed bytes
/// @param free bytes
/// @param bridge for the bare ones; empty when there are none, or they are to be left, or nothing
///   can be learned
record ReindexPlan(
    long templates,
    long sampled,
    long bare,
    long strangers,
    double seconds,
    long needed,
    long free,
    Optional<BridgeFit> bridge) {
  private static final int PAGE = 1000;
  private static final int TRIED = 16;

  /// @param directory where generations live
  static ReindexPlan of(
      Registry registry,
      GalleryEntry old,
      GalleryEntry fresh,
      Encoders encoders,
      Bridging bridging,
      Pace pace,
      boolean leaveBare,
      Path directory)
      throws IOException, InterruptedException {
    Lineage.Gap gap = registry.lineage().gap(old, fresh.space());
    long strangers = registry.lineage().strangers(fresh, fresh.space(), 0, PAGE).size();
    long templates = registry.counts(old).templates();
    double seconds =
        gap.sampled() == 0
            ? 0
            : gap.sampled()
                * secondsEach(registry, fresh, encoders.of(fresh.space()))
                / pace.speed();
    Optional<BridgeFit> bridge =
        gap.bare() == 0 || leaveBare || old.space().equals(fresh.space())
            ? Optional.empty()
            : bridging.learn(old, fresh, encoders.of(fresh.space()), pace);
    return new ReindexPlan(
        templates,
        gap.sampled(),
        gap.bare(),
        strangers,
        seconds,
        (gap.sampled() + gap.bare() + strangers) * rowBytes(fresh) + templates * indexBytes(fresh),
        Files.getFileStore(directory).getUsableSpace(),
        bridge);
  }

  private static long rowBytes(GalleryEntry gallery) {
    return 4L * gallery.space().dimension() + 64;
  }

  /// Floats, bytes, and links of the graph.
  private static long indexBytes(GalleryEntry gallery) {
    return 5L * gallery.space().dimension() + 256;
  }

  /// Measured on a few samples.
  private static double secondsEach(Registry registry, GalleryEntry fresh, Encoder encoder) {
    List<byte[]> samples =
        registry.lineage().templates(fresh, fresh.space(), 0, PAGE).stream()
            .map(Unencoded::sample)
            .flatMap(Optional::stream)
            .limit(TRIED)
            .flatMap(sample -> registry.samples().read(sample).stream())
            .toList();
    long began = System.nanoTime();
    var _ = encoder.encode(samples);
    return (System.nanoTime() - began) / 1e9 / Math.max(1, samples.size());
  }

  /// @throws GalleryException.Conflict `disk-full`, `no-samples`, `bridge-too-weak`
  void check(ReindexOrder order, Path directory) {
    if (needed > free) {
      throw new GalleryException.Conflict(
          "disk-full",
          "got %d bytes free on the disk of %s, expected about %d"
              .formatted(free, directory, needed));
    }
    if (bare == 0 || order.leaveUnsampled()) {
      return;
    }
    if (bridge.isEmpty()) {
      throw new GalleryException.Conflict(
          "no-samples",
          "%d of %d templates have no sample to encode again, and fewer than %d samples of strangers or subjects are kept to learn a bridge on: enrol them anew, or allow that they are left behind"
              .formatted(bare, templates, BridgeFit.FEWEST));
    }
    double kept = bridge.get().figures().kept();
    if (kept < order.bridgeKeep()) {
      throw new GalleryException.Conflict(
          "bridge-too-weak",
          "a bridge for the %d templates without a sample keeps %.3f of the rank-1, expected %.3f or more: enrol them anew, ask for less, or allow that they are left behind"
              .formatted(bare, kept, order.bridgeKeep()));
    }
  }
}
