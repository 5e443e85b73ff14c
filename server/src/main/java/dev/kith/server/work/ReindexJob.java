package dev.kith.server.work;

import dev.kith.encoder.Encoder;
import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GenerationEntry;
import dev.kith.gallery.Job;
import dev.kith.gallery.Lineage;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Unencoded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Moves a gallery to another generation: plan → backfill → index → calibrate → judge → cut over.
/// Each stage may be done again without harm, so a job that was killed goes on with the stage its
/// cursor names; the generation in charge is not touched before the last one.
final class ReindexJob implements JobDesk.Kind {
  static final String KIND = "reindex";
  private static final int PAGE = 1000;
  private static final int TRIED = 16;

  /// Refused samples that fail the job: more than these, and more than one in a hundred.
  private static final int FORGIVEN = 10;

  private final Registry registry;
  private final Galleries galleries;
  private final Encoders encoders;
  private final WorkPool pool;
  private final Spool spool;
  private final Judge judge;
  private final Path directory;

  /// What is done next.
  enum Stage {
    PLAN,
    BACKFILL,
    INDEX,
    CALIBRATE,
    JUDGE,
    CUT_OVER,
    OVER;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// @param after number of the last row that is done
  /// @param reported length of the report that belongs to it
  record Cursor(Stage stage, long after, long reported) {
    static Cursor parse(String text) {
      if (text.isEmpty()) {
        return new Cursor(Stage.PLAN, 0, 0);
      }
      String[] parts = text.split(":", 3);
      return new Cursor(
          Stage.valueOf(parts[0].toUpperCase(Locale.ROOT).replace('-', '_')),
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]));
    }

    @Override
    public String toString() {
      return stage.word() + ":" + after + ":" + reported;
    }
  }

  /// @param directory where generations live, for the room on its disk
  ReindexJob(
      Registry registry,
      Galleries galleries,
      Encoders encoders,
      WorkPool pool,
      Spool spool,
      Judge judge,
      Path directory) {
    this.registry = registry;
    this.galleries = galleries;
    this.encoders = encoders;
    this.pool = pool;
    this.spool = spool;
    this.judge = judge;
    this.directory = directory;
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
      Cursor cursor = Cursor.parse(job.cursor());
      spool.cutReport(job.id(), cursor.reported());
      new Run(progress, galleries.get(job.gallery()), ReindexOrder.parse(job.request()), cursor)
          .run();
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
      spool.deleteReport(job.id());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One job on its way.
  private final class Run {
    private final Progress progress;
    private final Gallery gallery;
    private final ReindexOrder order;
    private final Set<Long> refused = new HashSet<>();
    private Cursor at;
    private boolean wroteLate;

    Run(Progress progress, Gallery gallery, ReindexOrder order, Cursor at) {
      this.progress = progress;
      this.gallery = gallery;
      this.order = order;
      this.at = at;
    }

    private GalleryEntry fresh() {
      GenerationEntry listed =
          gallery.lineage().stream()
              .filter(each -> each.number() == order.generation())
              .filter(each -> each.state() != GenerationEntry.State.DROPPED)
              .findFirst()
              .orElseThrow(() ->
                  new GalleryException.NotFound(
                      "no-such-generation",
                      "generation %d was dropped, expected it there"
                          .formatted(order.generation())));
      return gallery.entry().with(listed);
    }

    void run() throws IOException, InterruptedException {
      while (!progress.stopping() && at.stage() != Stage.OVER) {
        switch (at.stage()) {
          case PLAN -> plan();
          case BACKFILL -> backfill();
          case INDEX -> index();
          case CALIBRATE -> calibrate();
          case JUDGE -> judge();
          case CUT_OVER -> cutOver();
          case OVER -> {}
        }
      }
    }

    private void next(Stage stage, long reported) {
      at = new Cursor(stage, 0, reported);
      advance(progress.job().done(), progress.job().total(), List.of());
    }

    private void advance(long done, long total, List<Job.Refusal> refusals) {
      progress.advance(at.toString(), done, total, refusals);
    }

    private void plan() throws IOException {
      GalleryEntry fresh = fresh();
      Lineage.Gap gap = registry.lineage().gap(gallery.entry(), fresh.space());
      long strangers = registry.lineage().strangers(fresh, fresh.space(), 0, PAGE).size();
      long templates = registry.counts(gallery.entry()).templates();
      long needed = (gap.sampled() + strangers) * rowBytes(fresh) + templates * indexBytes(fresh);
      long free = Files.getFileStore(directory).getUsableSpace();
      String line =
          ReindexReport.plan(
              templates,
              gap.sampled(),
              gap.bare(),
              gap.sampled() * secondsEach(fresh),
              needed,
              free);
      spool.append(progress.job().id(), line);
      List<Job.Refusal> bare = bare(fresh);
      long reported = spool.append(progress.job().id(), bare);
      advance(0, gap.sampled() + strangers, bare);
      if (needed > free) {
        throw new GalleryException.Conflict(
            "disk-full",
            "got %d bytes free on the disk of %s, expected about %d"
                .formatted(free, directory, needed));
      }
      if (gap.bare() > 0 && !order.leaveUnsampled()) {
        throw new GalleryException.Conflict(
            "no-samples",
            "%d of %d templates have no sample to encode again, expected none: enrol them anew, or allow that they are left behind"
                .formatted(gap.bare(), templates));
      }
      next(Stage.BACKFILL, reported);
    }

    private static long rowBytes(GalleryEntry gallery) {
      return 4L * gallery.space().dimension() + 64;
    }

    /// Floats, bytes, and links of the graph.
    private static long indexBytes(GalleryEntry gallery) {
      return 5L * gallery.space().dimension() + 256;
    }

    private List<Job.Refusal> bare(GalleryEntry fresh) {
      List<Job.Refusal> bare = new ArrayList<>();
      long after = 0;
      for (List<Unencoded> page = lacking(fresh, after); !page.isEmpty(); ) {
        page.stream()
            .filter(row -> row.sample().isEmpty())
            .forEach(row ->
                bare.add(Backfill.refusal(row, "no-sample", "it was enrolled without a sample")));
        after = page.getLast().number();
        page = lacking(fresh, after);
      }
      return bare;
    }

    private List<Unencoded> lacking(GalleryEntry fresh, long after) {
      return registry.lineage().templates(fresh, fresh.space(), after, PAGE);
    }

    /// Measured on a few samples; 0 when there is nothing to encode.
    private double secondsEach(GalleryEntry fresh) {
      List<byte[]> samples =
          lacking(fresh, 0).stream()
              .flatMap(row -> row.sample().stream())
              .limit(TRIED)
              .flatMap(sample -> registry.samples().read(sample).stream())
              .toList();
      if (samples.isEmpty()) {
        return 0;
      }
      Encoder encoder = encoders.of(fresh.space());
      long began = System.nanoTime();
      var _ = encoder.encode(samples);
      return (System.nanoTime() - began) / 1e9 / samples.size() / threads();
    }

    private int threads() {
      return Math.clamp(Math.round(order.share() * pool.workers()), 1, pool.workers());
    }

    private void backfill() throws IOException, InterruptedException {
      refused.addAll(spool.refusedLines(progress.job().id()));
      GalleryEntry fresh = fresh();
      if (!lacking(fresh, 0).isEmpty() || strangersLack(fresh)) {
        Backfill backfill = backfillTo(fresh);
        boolean ended =
            backfill.pass(
                    (after, limit) ->
                        registry.lineage().strangers(fresh, fresh.space(), after, limit),
                    0,
                    this::isWanted,
                    chunk -> went(chunk, 0))
                && backfill.pass(
                    (after, limit) ->
                        registry.lineage().templates(fresh, fresh.space(), after, limit),
                    at.after(),
                    this::isWanted,
                    chunk -> went(chunk, chunk.last()));
        if (!ended || !late()) {
          return;
        }
      }
      next(Stage.INDEX, at.reported());
    }

    private boolean strangersLack(GalleryEntry fresh) {
      return !registry.lineage().strangers(fresh, fresh.space(), 0, 1).isEmpty();
    }

    private Backfill backfillTo(GalleryEntry fresh) {
      return new Backfill(gallery, registry.samples(), encoders.of(fresh.space()), pool, threads());
    }

    private boolean isWanted(Unencoded row) {
      return row.sample().isPresent() && !refused.contains(row.number());
    }

    /// Rows that changed while they were encoded: again, until nothing is left but what is refused.
    ///
    /// @return false when the job is to stop
    private boolean late() throws IOException, InterruptedException {
      GalleryEntry fresh = fresh();
      boolean ended = true;
      do {
        wroteLate = false;
        if (lacking(fresh, 0).stream().anyMatch(this::isWanted)) {
          ended =
              backfillTo(fresh)
                  .pass(
                      (after, limit) ->
                          registry.lineage().templates(fresh, fresh.space(), after, limit),
                      0,
                      this::isWanted,
                      chunk -> {
                        wroteLate |= chunk.written() > 0;
                        return went(chunk, at.after());
                      });
        }
      } while (ended && wroteLate);
      return ended;
    }

    /// @return whether to go on
    private boolean went(Backfill.Chunk chunk, long after) {
      try {
        chunk.refused().forEach(each -> refused.add(each.line()));
        at = new Cursor(at.stage(), after, spool.append(progress.job().id(), chunk.refused()));
        long done = progress.job().done() + chunk.written() + chunk.refused().size();
        advance(done, Math.max(progress.job().total(), done), chunk.refused());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      long total = progress.job().total();
      if (refused.size() > FORGIVEN && 100L * refused.size() > total) {
        throw new GalleryException.Conflict(
            "too-many-refused",
            "the encoder refused %d of %d samples so far, expected at most one in a hundred"
                .formatted(refused.size(), total));
      }
      return !progress.stopping();
    }

    private void index() {
      if (gallery.raise(order.generation(), progress::stopping)) {
        next(Stage.CALIBRATE, at.reported());
      }
    }

    /// The judge calibrates what he compares; before that, what slipped through is encoded.
    private void calibrate() throws IOException, InterruptedException {
      refused.addAll(spool.refusedLines(progress.job().id()));
      if (late()) {
        next(Stage.JUDGE, at.reported());
      }
    }

    private void judge() throws IOException {
      Judgement judgement =
          judge.judge(gallery, gallery.entry(), fresh(), order.margin(), progress::stopping);
      if (progress.stopping()) {
        return;
      }
      long reported = at.reported();
      for (String line : ReindexReport.judgement(judgement)) {
        reported = spool.append(progress.job().id(), line);
      }
      Judgement.Ruling ruling = judgement.ruling();
      boolean cutOver = order.automatic() && ruling.verdict() == Judgement.Verdict.PASSED;
      next(cutOver ? Stage.CUT_OVER : Stage.OVER, reported);
      if (order.automatic() && ruling.verdict() == Judgement.Verdict.REFUSED) {
        throw new GalleryException.Conflict(
            "gate-refused",
            "generation %d stands by but doesn't take charge: %s"
                .formatted(order.generation(), ruling.reason()));
      }
    }

    private void cutOver() throws IOException {
      int relieved = gallery.entry().generation();
      if (relieved != order.generation()) {
        gallery.activate(order.generation(), Instant.now().plus(order.rollback()));
      }
      next(
          Stage.OVER,
          spool.append(progress.job().id(), ReindexReport.cutOver(order.generation(), relieved)));
    }
  }

  /// The stage a job is at, for people; empty for other kinds.
  static Optional<String> stage(Job job) {
    return job.kind().equals(KIND)
        ? Optional.of(Cursor.parse(job.cursor()).stage().word())
        : Optional.empty();
  }
}
