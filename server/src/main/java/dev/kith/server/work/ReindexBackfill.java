package dev.kith.server.work;

import dev.kith.encoder.Encoder;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Unencoded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Encodes what a gallery lacks in its new space: strangers, then whoever is recognised often, then
/// everybody.
final class ReindexBackfill {
  private static final int PAGE = 1000;

  /// Refused samples that fail the job: more than these, and more than one in a hundred.
  private static final int FORGIVEN = 10;

  private final ReindexJob.House house;
  private final Registry registry;
  private final Gallery gallery;
  private final ReindexTrack track;
  private final double margin;
  private final Pace pace;
  private final Set<Long> refused = new HashSet<>();
  private boolean wrote;

  ReindexBackfill(
      ReindexJob.House house, Gallery gallery, ReindexTrack track, double margin, Pace pace) {
    this.house = house;
    this.registry = house.registry();
    this.gallery = gallery;
    this.track = track;
    this.margin = margin;
    this.pace = pace;
  }

  /// @return false when the job is to stop
  boolean run(GalleryEntry fresh) throws IOException, InterruptedException {
    refused.addAll(track.refused());
    if (lacking(fresh, 0).isEmpty() && strangers(fresh, 0, 1).isEmpty()) {
      return true;
    }
    Backfill backfill = to(fresh);
    return backfill.pass(
            (after, limit) -> strangers(fresh, after, limit),
            0,
            this::isWanted,
            chunk -> went(chunk, 0))
        && compatible(fresh, backfill)
        && backfill.pass(
            Backfill.rows(regulars(fresh)), 0, this::isWanted, chunk -> went(chunk, track.after()))
        && backfill.pass(
            (after, limit) -> registry.lineage().templates(fresh, fresh.space(), after, limit),
            track.after(),
            this::isWanted,
            chunk -> went(chunk, chunk.last()))
        && late(fresh);
  }

  /// Rows that changed while they were encoded: again, until nothing is left but what is refused.
  ///
  /// @return false when the job is to stop
  boolean late(GalleryEntry fresh) throws IOException, InterruptedException {
    refused.addAll(track.refused());
    boolean ended = true;
    do {
      wrote = false;
      if (lacking(fresh, 0).stream().anyMatch(this::isWanted)) {
        ended =
            to(fresh)
                .pass(
                    (after, limit) ->
                        registry.lineage().templates(fresh, fresh.space(), after, limit),
                    0,
                    this::isWanted,
                    chunk -> went(chunk, track.after()));
      }
    } while (ended && wrote);
    return ended;
  }

  private Backfill to(GalleryEntry fresh) {
    return new Backfill(gallery, registry.samples(), encoder(fresh), pace);
  }

  private Encoder encoder(GalleryEntry fresh) {
    return house.encoders().of(fresh.space());
  }

  private List<Unencoded> strangers(GalleryEntry fresh, long after, int limit) {
    return registry.lineage().strangers(fresh, fresh.space(), after, limit);
  }

  private List<Unencoded> lacking(GalleryEntry fresh, long after) {
    return registry.lineage().templates(fresh, fresh.space(), after, PAGE);
  }

  private boolean isWanted(Unencoded row) {
    return row.sample().isPresent() && !refused.contains(row.number());
  }

  private List<Unencoded> regulars(GalleryEntry fresh) {
    return house.regulars().of(gallery.entry().id()).stream()
        .flatMap(subject -> registry.lineage().templates(fresh, fresh.space(), subject).stream())
        .toList();
  }

  /// An encoder that says its probes find the old one's templates is measured, and may then ask the
  /// old generation until its own takes charge.
  ///
  /// @return false when the job is to stop
  private boolean compatible(GalleryEntry fresh, Backfill backfill)
      throws IOException, InterruptedException {
    GalleryEntry old = gallery.entry();
    boolean claims =
        encoder(fresh).manifest().text("compatible-with").stream()
            .anyMatch(old.space().id()::equals);
    if (!claims || old.space().dimension() != fresh.space().dimension()) {
      return true;
    }
    Set<Long> wanted = house.compatibility().wanted(old);
    boolean ended =
        backfill.pass(
            Backfill.rows(lacking(fresh, wanted)),
            0,
            this::isWanted,
            chunk -> went(chunk, track.after()));
    if (ended) {
      Judgement judgement =
          house.compatibility().measure(gallery, old, fresh, margin, wanted, track::stopping);
      track.report(ReindexReport.compatible(judgement));
    }
    return ended && !track.stopping();
  }

  private List<Unencoded> lacking(GalleryEntry fresh, Set<Long> wanted) {
    List<Unencoded> some = new ArrayList<>();
    for (List<Unencoded> page = lacking(fresh, 0);
        !page.isEmpty();
        page = lacking(fresh, page.getLast().number())) {
      page.stream().filter(row -> wanted.contains(row.number())).forEach(some::add);
    }
    return some;
  }

  private boolean went(Backfill.Chunk chunk, long after) {
    wrote |= chunk.written() > 0;
    chunk.refused().forEach(each -> refused.add(each.line()));
    boolean goOn = track.went(chunk, after);
    if (refused.size() > FORGIVEN && 100L * refused.size() > track.total()) {
      throw new GalleryException.Conflict(
          "too-many-refused",
          "the encoder refused %d of %d samples so far, expected at most one in a hundred"
              .formatted(refused.size(), track.total()));
    }
    return goOn;
  }
}
