package dev.kith.server.work;

import dev.kith.gallery.Gallery;
import dev.kith.gallery.GalleryEntry;
import dev.kith.gallery.GalleryException;
import dev.kith.gallery.GenerationEntry;
import dev.kith.gallery.Job;
import dev.kith.gallery.Registry;
import dev.kith.gallery.Unencoded;
import dev.kith.gallery.bridge.Bridge;
import dev.kith.server.work.ReindexCursor.Stage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One reindex job on its way, from the stage its cursor names.
final class ReindexRun {
  private static final int PAGE = 1000;

  private final ReindexJob.House house;
  private final Registry registry;
  private final Gallery gallery;
  private final ReindexOrder order;
  private final Pace pace;
  private final ReindexTrack track;
  private final ReindexBackfill backfill;

  ReindexRun(ReindexJob.House house, Progress progress, Gallery gallery, ReindexCursor at) {
    this.house = house;
    this.registry = house.registry();
    this.gallery = gallery;
    this.order = ReindexOrder.parse(progress.job().request());
    this.pace = new Pace(house.pool(), order.share());
    this.track = new ReindexTrack(progress, house.spool(), at);
    this.backfill = new ReindexBackfill(house, gallery, track, order.margin(), pace);
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
      while (!track.stopping() && track.stage() != Stage.OVER) {
        step();
      }
    } finally {
      house.compatibility().forget(gallery.entry());
    }
  }

  private void step() throws IOException, InterruptedException {
    switch (track.stage()) {
      case PLAN -> plan();
      case BACKFILL -> nextIf(backfill.run(fresh()), Stage.BRIDGE);
      case BRIDGE -> nextIf(carry(), Stage.INDEX);
      case INDEX ->
          nextIf(
              gallery.raise(order.generation(), order.share(), track::stopping), Stage.CALIBRATE);
      // the judge calibrates what he compares; before that, what slipped through is encoded
      case CALIBRATE -> nextIf(backfill.late(fresh()) && carry(), Stage.JUDGE);
      case JUDGE -> judge();
      case CUT_OVER -> cutOver();
      case OVER -> {}
    }
  }

  private void nextIf(boolean ended, Stage stage) {
    if (ended) {
      track.next(stage);
    }
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
    track.report(ReindexReport.plan(plan));
    track.begin(
        plan.sampled() + plan.strangers(), plan.bridge().isPresent() ? List.of() : bare(fresh));
    plan.check(order, house.directory());
    track.next(Stage.BACKFILL);
  }

  private List<Job.Refusal> bare(GalleryEntry fresh) {
    List<Job.Refusal> bare = new ArrayList<>();
    for (List<Unencoded> page = lacking(fresh, 0);
        !page.isEmpty();
        page = lacking(fresh, page.getLast().number())) {
      page.stream()
          .filter(row -> row.sample().isEmpty())
          .map(row -> Backfill.refusal(row, "no-sample", "it was enrolled without a sample"))
          .forEach(bare::add);
    }
    return bare;
  }

  private List<Unencoded> lacking(GalleryEntry fresh, long after) {
    return registry.lineage().templates(fresh, fresh.space(), after, PAGE);
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
    return bridge.isEmpty() || house.bridging().carry(gallery, bridge.get(), track::carried);
  }

  private void judge() throws IOException {
    Judgement judgement =
        house.judge().judge(gallery, gallery.entry(), fresh(), order.margin(), track::stopping);
    if (track.stopping()) {
      return;
    }
    for (String line : ReindexReport.judgement(judgement)) {
      track.report(line);
    }
    Judgement.Ruling ruling = judgement.ruling();
    boolean cutOver = order.automatic() && ruling.verdict() == Judgement.Verdict.PASSED;
    track.next(cutOver ? Stage.CUT_OVER : Stage.OVER);
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
    track.report(ReindexReport.cutOver(order.generation(), relieved));
    track.next(Stage.OVER);
  }
}
