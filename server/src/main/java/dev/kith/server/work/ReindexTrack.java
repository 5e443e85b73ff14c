package dev.kith.server.work;

import dev.kith.gallery.Job;
import dev.kith.gallery.Template;
import dev.kith.server.work.ReindexCursor.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/// How far one reindex job is: its cursor and its report, which move together.
final class ReindexTrack {
  private final Progress progress;
  private final Spool spool;
  private ReindexCursor at;

  ReindexTrack(Progress progress, Spool spool, ReindexCursor at) {
    this.progress = progress;
    this.spool = spool;
    this.at = at;
  }

  Stage stage() {
    return at.stage();
  }

  /// Number of the last row that is done.
  long after() {
    return at.after();
  }

  boolean stopping() {
    return progress.stopping();
  }

  long total() {
    return progress.job().total();
  }

  /// Rows that were refused so far, before a restart too.
  Set<Long> refused() throws IOException {
    return spool.refusedLines(progress.job().id());
  }

  /// Adds a line to the report; it counts once the cursor moves.
  void report(String line) throws IOException {
    at = at.reported(spool.append(progress.job().id(), line));
  }

  /// Sets the work's size, and lists what is refused from the beginning.
  void begin(long total, List<Job.Refusal> refused) throws IOException {
    at = at.reported(spool.append(progress.job().id(), refused));
    progress.advance(at.toString(), 0, total, refused);
  }

  void next(Stage stage) {
    at = new ReindexCursor(stage, 0, at.reported());
    progress.advance(at.toString(), progress.job().done(), total(), List.of());
  }

  /// A chunk is done.
  ///
  /// @param after see [#after]
  /// @return whether to go on
  boolean went(Backfill.Chunk chunk, long after) {
    try {
      at = new ReindexCursor(at.stage(), after, spool.append(progress.job().id(), chunk.refused()));
      return moved(chunk.written() + chunk.refused().size(), chunk.refused());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// These templates were carried over a bridge.
  ///
  /// @return whether to go on
  boolean carried(List<Template> templates) {
    try {
      for (Template each : templates) {
        report(ReindexReport.bridged(each));
      }
      return moved(templates.size(), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean moved(long rows, List<Job.Refusal> refused) {
    long done = progress.job().done() + rows;
    progress.advance(at.toString(), done, Math.max(total(), done), refused);
    return !stopping();
  }
}
