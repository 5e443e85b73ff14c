package dev.kith.server.work;

import dev.kith.calibration.Calibration;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.Registry;
import dev.kith.gallery.ThresholdHistory;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Keeps how a gallery's threshold moved: an entry whenever what decides it changed, or it moved by
/// a tenth of its interval. Used by one thread at a time for a gallery.
final class Chronicle {
  private static final double WORTH_TELLING = 0.1;

  private final Registry registry;
  private final GalleryEntry watched;
  private Optional<ThresholdHistory.Entry> last;
  private long excluded = -1;

  /// @param watched the gallery in the space that is watched
  Chronicle(Registry registry, GalleryEntry watched) {
    this.registry = registry;
    this.watched = watched;
    last = registry.thresholds().newest(watched, 1).stream().findFirst();
  }

  /// What there is to tell; nothing while anybody waits to be compared, or the space isn't in
  /// charge.
  Optional<ThresholdHistory.Entry> news(Known known) {
    Optional<GalleryEntry> now =
        registry
            .gallery(watched.name())
            .filter(each -> each.id() == watched.id() && each.space().equals(watched.space()));
    if (now.isEmpty() || known.standing().suspects().waiting() > 0) {
      return Optional.empty();
    }
    double target = now.get().settings().fpir();
    Optional<Calibration> made = known.calibration(target, known.subjects());
    Optional<ThresholdHistory.Entry> entry = made.flatMap(each -> entry(known, each));
    if (made.isPresent() && excluded < 0) {
      excluded = known.standing().suspects().excluded();
    }
    return entry;
  }

  /// Keeps what [#news] told of that; returns once it is synced.
  void keep(Known known, ThresholdHistory.Entry entry) {
    registry.thresholds().add(watched, entry);
    last = Optional.of(entry);
    excluded = known.standing().suspects().excluded();
  }

  private Optional<ThresholdHistory.Entry> entry(Known known, Calibration made) {
    String why = why(known, made);
    return why.isEmpty() ? Optional.empty() : Optional.of(entry(known, made, why));
  }

  private ThresholdHistory.Entry entry(Known known, Calibration made, String why) {
    return new ThresholdHistory.Entry(
        Instant.ofEpochMilli(System.currentTimeMillis()),
        watched.space().id(),
        known.standing().sequence(),
        known.subjects(),
        made.target(),
        made.threshold().value(),
        made.threshold().low(),
        made.threshold().high(),
        made.evidence().method().word(),
        made.evidence().trials(),
        why);
  }

  /// What moved the threshold; empty where it isn't worth an entry.
  private String why(Known known, Calibration made) {
    if (last.isEmpty()) {
      return "measured for the first time";
    }
    ThresholdHistory.Entry before = last.get();
    String method = made.evidence().method().word();
    if (!before.space().equals(watched.space().id())) {
      return "another encoder is in charge";
    }
    if (before.target() != made.target()) {
      return "another FPIR is wanted";
    }
    if (!before.method().equals(method)) {
      return "the evidence is %s now, it was %s".formatted(method, before.method());
    }
    long now = known.standing().suspects().excluded();
    if (excluded >= 0 && excluded != now) {
      return now > excluded ? "somebody was excluded" : "somebody was readmitted";
    }
    double moved = Math.abs(made.threshold().value() - before.threshold());
    return moved > WORTH_TELLING * (before.high() - before.low()) ? moved(before, known, made) : "";
  }

  private static String moved(ThresholdHistory.Entry before, Known known, Calibration made) {
    String changes =
        Stream.of(
                change("subjects", before.subjects(), known.subjects()),
                change("trials", before.trials(), made.evidence().trials()))
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining(", "));
    return changes.isEmpty() ? "other templates or strangers" : changes;
  }

  private static String change(String what, long from, long to) {
    return from == to ? "" : "%s %,d to %,d".formatted(what, from, to);
  }
}
