package dev.kith.server.work;

import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GenerationEntry;
import dev.kith.gallery.Job;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Template;
import dev.kith.gallery.Unencoded;
import dev.kith.gallery.bridge.Bridge;
import dev.kith.server.work.ReindexCursor.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One reindex job on its way, from the stage its cursor names.
final class ReindexRun {
  private static final int PAGE = 1000;

  /// Refused samples that fail the job: more than these, and more than one in a hundred.
  private static final int FORGIVEN = 10;

  private final ReindexJob.House house;
  private final Registry registry;
  private final Progress progress;
  private final Gallery gallery;
  private final ReindexOrder order;
  private final Pace pace;
  private final Set<Long> refused = new HashSet<>();
  private ReindexCursor at;
  private boolean wroteLate;

  ReindexRun(ReindexJob.House house, Progress progress, Gallery gallery, ReindexCursor at) {
    this.house = house;
    this.registry = house.registry();
    this.progress = progress;
    this.gallery = gallery;
    this.order = ReindexOrder.parse(progress.job().request());
    this.pace = new Pace(house.pool(), order.share());
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
                    "generation %d was dropped, expected it there".formatted(order.generation())));
    return gallery.entry().with(listed);
  }

  void run() throws IOException, InterruptedException {
    try {
      while (!progress.stopping() && at.stage() != Stage.OVER) {
        step();
      }
    } finally {
      house.compatibility().forget(gallery.entry());
    }
  }

  private void step() throws IOException, InterruptedException {
    switch (at.stage()) {
      case PLAN -> plan();
      case BACKFILL -> backfill();
      case BRIDGE -> bridge();
      case INDEX -> index();
      case CALIBRATE -> calibrate();
      case JUDGE -> judge();
      case CUT_OVER -> cutOver();
      case OVER -> {}
    }
  }

  private void next(Stage stage, long reported) {
    at = new ReindexCursor(stage, 0, reported);
    advance(progress.job().done(), progress.job().total(), List.of());
  }

  private void advance(long done, long total, List<Job.Refusal> refusals) {
    progress.advance(at.toString(), done, total, refusals);
  }

  private long report(String line) throws IOException {
    return house.spool().append(progress.job().id(), line);
  }

  private void plan() throws IOException, InterruptedException {
    GalleryEntry fresh = fresh();
    ReindexPlan plan =
        ReindexPlan.of(
            registry,
            gallery.entry(),
            fresh,
            house.encoders(),
            house.bridging(),
            pace,
            order.leaveUnsampled(),
            house.directory());
    long reported = report(ReindexReport.plan(plan));
    List<Job.Refusal> bare = plan.bridge().isPresent() ? List.of() : bare(fresh);
    reported = Math.max(reported, house.spool().append(progress.job().id(), bare));
    advance(0, plan.sampled() + plan.strangers(), bare);
    plan.check(order, house.directory());
    next(Stage.BACKFILL, reported);
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

  private List<Unencoded> lacking(GalleryEntry fresh, Set<Long> wanted) {
    List<Unencoded> some = new ArrayList<>();
    for (List<Unencoded> page = lacking(fresh, 0);
        !page.isEmpty();
        page = lacking(fresh, page.getLast().number())) {
      page.stream().filter(row -> wanted.contains(row.number())).forEach(some::add);
    }
    return some;
  }

  private void backfill() throws IOException, InterruptedException {
    refused.addAll(house.spool().refusedLines(progress.job().id()));
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
              && compatible(fresh, backfill)
              && backfill.pass(
                  Backfill.rows(regulars(fresh)),
                  0,
                  this::isWanted,
                  chunk -> went(chunk, at.after()))
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
    next(Stage.BRIDGE, at.reported());
  }

  /// An encoder that says its probes find the old one's templates is measured, and may then ask the
  /// old generation until its own takes charge.
  ///
  /// @return false when the job is to stop
  private boolean compatible(GalleryEntry fresh, Backfill backfill)
      throws IOException, InterruptedException {
    GalleryEntry old = gallery.entry();
    boolean claims =
        house.encoders().of(fresh.space()).manifest().text("compatible-with").stream()
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
            chunk -> went(chunk, at.after()));
    if (ended) {
      Judgement judgement =
          house
              .compatibility()
              .measure(gallery, old, fresh, order.margin(), wanted, progress::stopping);
      at = new ReindexCursor(at.stage(), at.after(), report(ReindexReport.compatible(judgement)));
    }
    return ended && !progress.stopping();
  }

  /// Whoever is recognised often is served first.
  private List<Unencoded> regulars(GalleryEntry fresh) {
    return house.regulars().of(gallery.entry().id()).stream()
        .flatMap(subject -> registry.lineage().templates(fresh, fresh.space(), subject).stream())
        .toList();
  }

  private boolean strangersLack(GalleryEntry fresh) {
    return !registry.lineage().strangers(fresh, fresh.space(), 0, 1).isEmpty();
  }

  private Backfill backfillTo(GalleryEntry fresh) {
    return new Backfill(gallery, registry.samples(), house.encoders().of(fresh.space()), pace);
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
      at =
          new ReindexCursor(
              at.stage(), after, house.spool().append(progress.job().id(), chunk.refused()));
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

  private void bridge() {
    if (carry()) {
      next(Stage.INDEX, at.reported());
    }
  }

  /// Carries what has no sample, where a bridge was learned.
  ///
  /// @return false when the job is to stop
  private boolean carry() {
    GalleryEntry fresh = fresh();
    Optional<Bridge> bridge =
        order.leaveUnsampled()
            ? Optional.empty()
            : house.bridging().between(fresh, gallery.entry().space(), fresh.space());
    return bridge.isEmpty() || house.bridging().carry(gallery, bridge.get(), this::carried);
  }

  private boolean carried(List<Template> templates) {
    try {
      long reported = at.reported();
      for (Template each : templates) {
        reported = report(ReindexReport.bridged(each));
      }
      at = new ReindexCursor(at.stage(), at.after(), reported);
      long done = progress.job().done() + templates.size();
      advance(done, Math.max(progress.job().total(), done), List.of());
      return !progress.stopping();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void index() {
    if (gallery.raise(order.generation(), progress::stopping)) {
      next(Stage.CALIBRATE, at.reported());
    }
  }

  /// The judge calibrates what he compares; before that, what slipped through is encoded.
  private void calibrate() throws IOException, InterruptedException {
    refused.addAll(house.spool().refusedLines(progress.job().id()));
    if (late() && carry()) {
      next(Stage.JUDGE, at.reported());
    }
  }

  private void judge() throws IOException {
    Judgement judgement =
        house.judge().judge(gallery, gallery.entry(), fresh(), order.margin(), progress::stopping);
    if (progress.stopping()) {
      return;
    }
    long reported = at.reported();
    for (String line : ReindexReport.judgement(judgement)) {
      reported = report(line);
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
    next(Stage.OVER, report(ReindexReport.cutOver(order.generation(), relieved)));
  }
}
