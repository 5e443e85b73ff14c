package dev.kith.server.work;

import dev.kith.gallery.Gallery;
import dev.kith.gallery.GenerationEntry;
import dev.kith.gallery.Job;
import dev.kith.gallery.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/// Moves a gallery to another generation: plan → backfill → bridge → index → calibrate → judge →
/// cut over. Each stage may be done again without harm, so a job that was killed goes on with the
/// stage its cursor names; the generation in charge is not touched before the last one.
final class ReindexJob implements JobDesk.Kind {
  static final String KIND = "reindex";

  private final House house;
  private final Galleries galleries;

  /// What the job works with.
  ///
  /// @param directory where generations live, for the room on its disk
  record House(
      Registry registry,
      Encoders encoders,
      WorkPool pool,
      Spool spool,
      Judge judge,
      Bridging bridging,
      Compatibility compatibility,
      Regulars regulars,
      Path directory) {}

  ReindexJob(Galleries galleries, House house) {
    this.galleries = galleries;
    this.house = house;
  }

  @Override
  public String lane() {
    return "reindex";
  }

  /// A full disk is for people to free.
  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public void run(Progress progress) throws InterruptedException {
    try {
      Job job = progress.job();
      ReindexCursor cursor = ReindexCursor.parse(job.cursor());
      house.spool().cutReport(job.id(), cursor.reported());
      new ReindexRun(house, progress, galleries.get(job.gallery()), cursor).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A generation that doesn't stand yet goes; one that stands is left for people to look at.
  @Override
  public void ended(Job job) {
    Gallery gallery = galleries.get(job.gallery());
    int number = ReindexOrder.parse(job.request()).generation();
    gallery.lineage().stream()
        .filter(each -> each.number() == number)
        .filter(each -> each.state() == GenerationEntry.State.BUILDING)
        .forEach(each -> gallery.drop(each.number()));
  }

  @Override
  public void tidy(Job job) {
    try {
      house.spool().deleteReport(job.id());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The stage a job is at, for people; empty for other kinds.
  static Optional<String> stage(Job job) {
    return job.kind().equals(KIND)
        ? Optional.of(ReindexCursor.parse(job.cursor()).stage().word())
        : Optional.empty();
  }
}
